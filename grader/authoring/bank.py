"""The bank law, one demand after the other; a breach says what is wrong and how to mend it."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from grader import course
from grader.authoring.breach import Breach, find_line, parse_functions
from grader.authoring.families import collect_alike_ideas, find_causes, find_family_breaches
from grader.authoring.matrix import MatrixRow
from grader.authoring.stubs import find_stub_breaches
from grader.authoring.suites import find_suite_breaches
from grader.diagnosis import load_families
from grader.diagnosis.answers import compute_answers
from grader.diagnosis.matching import find_match, is_right
from grader.errors import BrokenShelf
from grader.grading import grade_all
from grader.grading.checks import load_suite
from grader.misconceptions.toolkit import Family, Turn
from grader.misconceptions.toolkit.lines import Choice
from grader.model import CheckResult, Exercise, Report
from grader.sandbox import Sandbox
from grader.submission import read_submission

SEEDS = (0, 1, 2)
"""Seeds on which the solution must pass."""
CAUSE_SHELVES = ("exercises", "suites", "misconceptions")
"""What is read to find the root causes, and to make the kill matrix."""
MAX_PAIRS_TRIED = 40
"""Pairs of each family that are put through the whole search; all of them are compared with one another."""


def find_breaches(
    exercise: Exercise,
    sandbox: Sandbox,
    rows: Sequence[MatrixRow],
    without: Container[str] = (),
    others: Iterable[Exercise] = (),
) -> Iterator[Breach]:
    """Yield every breach of one exercise, as it is found; `rows` is its kill matrix.

    What needs one of the shelves in `without` is left out. `others` are the course's exercises, whose ids are taken.
    """
    if not any(shelf in without for shelf in CAUSE_SHELVES):
        causes, faulty = find_root_causes(exercise)
        yield from causes
        if faulty is None:
            return
    else:
        faulty = frozenset()
    demands: tuple[tuple[str, Callable[[], Iterator[Breach]]], ...] = (
        ("exercises suites misconceptions", lambda: _check_functions(exercise, sandbox)),
        ("exercises suites", lambda: _check_stub(exercise, sandbox)),
        ("exercises", lambda: _check_notebook(exercise, sandbox)),
        ("exercises solutions", lambda: find_stub_breaches(exercise)),
        ("suites", lambda: find_suite_breaches(exercise)),
        ("exercises suites solutions", lambda: _check_solution(exercise, sandbox)),
        ("misconceptions", lambda: find_family_breaches(exercise, others, faulty)),
        ("suites misconceptions", lambda: _check_variants(exercise, rows, faulty)),
        ("misconceptions", lambda: _check_diagnoses(exercise, faulty)),
    )
    for shelves, demand in demands:
        if not any(shelf in without for shelf in shelves.split()):
            yield from demand()


def find_root_causes(exercise: Exercise) -> tuple[list[Breach], frozenset[str] | None]:
    """Find the breaches from which dozens of others follow, and the functions whose family cannot be asked.

    None in place of the functions where nothing can: the stub lacks one that the suite or the family has.
    """
    if lacking := list(_check_stub_is_whole(exercise)):
        return lacking, None
    by_function = {name: list(find_causes(exercise, family)) for name, family in load_families(exercise).items()}
    causes = [breach for found in by_function.values() for breach in found]
    return causes, frozenset(name for name, found in by_function.items() if found)


def find_question_breaches(exercises: Iterable[Exercise], only: str = "") -> Iterator[Breach]:
    """Yield the faults of the question files, or `only` of one: numbers are computed anew, links followed."""
    from grader.quiz.loading import check_files

    _bank, faults = check_files(
        sorted(course.locate_shelf("quizzes").glob("*.toml")), _collect_idea_ids(exercises), only
    )
    for fault in faults:
        yield Breach(
            fault.path.stem, f"{fault.path.name}, line {fault.line}: {fault.says}.", "Mend the question there."
        )


def _collect_idea_ids(exercises: Iterable[Exercise]) -> set[str]:
    """Collect the ids that are known; a family that cannot be read is its own exercise's breach."""
    ids: set[str] = set()
    for exercise in exercises:
        with contextlib.suppress(BrokenShelf):
            ids |= {idea.id for family in load_families(exercise).values() for idea in family.ideas}
    return ids


def _check_functions(exercise: Exercise, _sandbox: Sandbox) -> Iterator[Breach]:
    """Check that every function of the stub has checks, and in the kit's own course a family."""
    unexamined = set(course.read_parameters(exercise)) - set(exercise.functions)
    for name in sorted(unexamined):
        yield Breach(exercise.stem, f"No check examines {name}.", "Write one with @pytest.mark.check(function=…).")
    for name in sorted(set(exercise.functions) - set(load_families(exercise))) if not exercise.course else ():
        yield Breach(exercise.stem, f"{name} has no family.", f"Write it in grader/misconceptions/{exercise.stem}.py.")


def _check_stub_is_whole(exercise: Exercise) -> Iterator[Breach]:
    """Check that the stub has every function that the suite and the family have, with the family's parameters."""
    known = course.read_parameters(exercise)
    asked = dict.fromkeys(check.check.function for check in load_suite(exercise).checks)
    families = parse_functions(exercise, "misconceptions")
    told = [name for name, node in families.items() if any("family" in ast.unparse(one) for one in node.decorator_list)]
    for shelf, who, names in (("suites", "the suite asks for", asked), ("misconceptions", "the family has", told)):
        for name in names:
            if name not in known:
                where = find_line(exercise, shelf, f'"{name}"' if shelf == "suites" else f"def {name}(")
                what = f"{where}: {who} {name}, which the stub lacks."
                yield Breach(exercise.stem, what, f"Write it in exercises/{exercise.stem}.py, or take it out here.")
    for name in told:
        parameters = tuple(argument.arg for argument in families[name].args.args)
        if name in known and parameters != known[name]:
            where = find_line(exercise, "misconceptions", f"def {name}(")
            what = f"{where}: the stub says {name}({', '.join(known[name])})."
            yield Breach(exercise.stem, what, "Give the family the stub's parameters, in its order.")


def _check_stub(exercise: Exercise, sandbox: Sandbox) -> Iterator[Breach]:
    """Check that the stub is graded as not started, and that nothing else happens."""
    report = _grade_file(exercise, course.locate_stub(exercise), sandbox)
    if report.status != "not_started":
        yield Breach(
            exercise.stem,
            f"The stub is graded {report.status} instead of not_started.",
            "Every function of a stub raises NotImplementedError, and nothing else happens.",
        )


def _check_notebook(exercise: Exercise, _sandbox: Sandbox) -> Iterator[Breach]:
    """Check that the notebook made of the stub holds every function of it."""
    from grader.learner.notebook import make_notebook

    text = make_notebook(exercise, course.locate_stub(exercise).read_bytes()).decode()
    for name in exercise.functions:
        if f"def {name}(" not in text:
            yield Breach(
                exercise.stem, f"The notebook lacks {name}.", "Keep every function of the stub at its top level."
            )


def _check_solution(exercise: Exercise, sandbox: Sandbox) -> Iterator[Breach]:
    """Check that the solution passes on every seed; where solutions do not ship, there is none to ask."""
    path = course.locate_file(exercise, "solutions")
    if not path.parent.is_dir():
        return
    if not path.is_file():
        yield Breach(exercise.stem, "There is no solution.", f"Write solutions/{exercise.stem}.py.")
        return
    for seed in SEEDS:
        report = _grade_file(exercise, path, sandbox, seed)
        for finding in report.findings:
            if finding.id == "blank":
                yield Breach(
                    exercise.stem, f"The solution fails: {finding.says}", "Ask for answers that are new numbers."
                )
        for check in report.checks:
            if check.outcome != "passed":
                yield Breach(
                    exercise.stem,
                    f"The solution fails {check.id} with seed {seed}: {_describe_failure(check)}",
                    "Either the law is not one, or the solution is wrong; the numbers by hand tell which.",
                )
        if report.status != "passed":
            return


def _describe_failure(check: CheckResult) -> str:
    """Describe a failed check: what the law says of it, else its numbers."""
    given = ", ".join(f"{name} = {value!r}" for name, value in check.given.items())
    numbers = f"{check.actual!r} came back instead of {check.expected!r}{f', given {given}' if given else ''}."
    return check.message or (numbers if check.actual is not None or check.expected is not None else check.says)


def _check_variants(exercise: Exercise, rows: Sequence[MatrixRow], faulty: Container[str] = ()) -> Iterator[Breach]:
    """Check that what is right passes, that what is wrong is caught, and that no law accuses it falsely.

    Variants of `faulty` functions are left out, and what a check of them says of the right way.
    """
    fickle = {idea.id for family in load_families(exercise).values() for idea in family.ideas if idea.seen == "fickle"}
    for row in rows:
        row = replace(row, results=tuple(result for result in row.results if result.function not in faulty))
        if row.function in faulty:
            continue
        if row.told_falsely and not fickle & {idea for idea, _ in row.choice}:
            yield Breach(
                exercise.stem,
                f"{row.name} of {row.function} is told that it breaks {', '.join(row.told_falsely)}, and it does not.",
                "Let that law wait until the numbers are right: Contract.is_pure, takes_every_kind, left_out.",
            )
        if row.kind in ("right", "advisory") and row.killed_by:
            yield Breach(
                exercise.stem,
                f"{row.name} of {row.function or 'the family'} is legitimate and fails {', '.join(row.killed_by)}.",
                "Widen the law until every legitimate form passes, or state the convention in the stub.",
            )
        if row.kind in ("wrong", "convention") and not row.killed_by:
            yield Breach(
                exercise.stem,
                f"{row.name} of {row.function} passes every check.",
                "Add a law that it breaks, or inputs on which it shows.",
            )
        elif row.kind in ("wrong", "convention") and not row.killed_in_the_open:
            yield Breach(
                exercise.stem,
                f"{row.name} of {row.function} passes every check of a student kit.",
                "Only held-back checks catch it: add an open law that it breaks, or do not hold that one back.",
            )


def _check_diagnoses(exercise: Exercise, faulty: Container[str] = ()) -> Iterator[Breach]:
    """Check that single ideas and a sample of pairs are diagnosed as themselves, or as declared equals.

    Where ideas have the same numbers, that is the breach, and not that they are taken for one another.
    """
    for function, family in load_families(exercise).items():
        if function in faulty:
            continue
        alike = collect_alike_ideas(family)
        pairs = list(family.iterate_choices(2))
        for choice in (*family.iterate_choices(1), *pairs[:: max(1, len(pairs) // MAX_PAIRS_TRIED)]):
            if not alike & {idea for idea, _form in choice} and not _is_known(family, choice):
                names = " + ".join(f"{name} (form {form})" for name, form in choice)
                where = find_line(exercise, "misconceptions", f'"{choice[0][0]}"')
                yield Breach(
                    exercise.stem,
                    f"{where}: {names} of {function} is not diagnosed as itself.",
                    "Give the family probes on which it shows.",
                )


def _is_known(family: Family, choice: Choice) -> bool:
    """Tell whether the numbers of a set of ideas are diagnosed as that set, or as one that is accepted as its equal."""
    answers = [compute_answers(family, probe, Turn(dict(choice))) for probe in family.probes]
    ideas = frozenset(idea for idea, _form in choice)
    defined = sum(all(answer is not None for answer in probe) for probe in answers)
    if len(choice) > 1 and defined < len(answers) // 2 + 1:
        return True  # undefined points never decide, and here they are most of all
    if len(choice) > 1 and is_right(family, answers):
        return family.accepted.are_alike([ideas, frozenset()])
    found = find_match(family, answers)
    if found is None or (len(choice) == 1 and ideas not in found.sets):
        return False
    return family.accepted.are_alike([ideas, *found.sets])


def _grade_file(exercise: Exercise, path: Path, sandbox: Sandbox, seed: int = 0) -> Report:
    """Grade a file of the shelves as a submission."""
    reports: list[Report] = []
    grade_all(exercise, [read_submission(exercise, path)], reports.append, sandbox, seed=seed)
    return reports[0]
