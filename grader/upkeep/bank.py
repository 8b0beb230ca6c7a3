"""The bank law, one demand after the other; a breach says what is wrong and how to mend it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from grader import course
from grader.diagnosis import family_of
from grader.diagnosis.answers import imagined
from grader.diagnosis.matching import match
from grader.errors import BrokenShelf
from grader.grading import grade_all
from grader.misconceptions.toolkit import Turn
from grader.model import Exercise, Report
from grader.sandbox import Sandbox
from grader.submission import read
from grader.upkeep.breach import Breach
from grader.upkeep.matrix import Row

SEEDS = (0, 1, 2)
"""Seeds on which the solution must pass."""


def breaches(exercise: Exercise, sandbox: Sandbox, rows: Sequence[Row]) -> Iterator[Breach]:
    """Every breach of one exercise, as it is found; `rows` is its kill matrix."""
    for demand in (_functions, _stub, _notebook, _solution):
        yield from demand(exercise, sandbox)
    yield from _variants(exercise, rows)
    yield from _names(exercise)


def question_breaches(exercises: Iterable[Exercise], only: str = "") -> Iterator[Breach]:
    """Every fault of the question files, numbers recomputed, links to misconceptions followed; or `only` of one."""
    from grader.quiz.loading import validate

    _bank, faults = validate(sorted(course.shelf("quizzes").glob("*.toml")), _ideas(exercises))
    for fault in faults:
        if only in ("", fault.path.stem):
            yield Breach(
                fault.path.stem, f"{fault.path.name}, line {fault.line}: {fault.says}.", "Mend the question there."
            )


def _ideas(exercises: Iterable[Exercise]) -> set[str]:
    """The ids that are known; a family that cannot be read is its own exercise's breach."""
    known: set[str] = set()
    for exercise in exercises:
        with contextlib.suppress(BrokenShelf):
            known |= {idea.id for family in family_of(exercise).values() for idea in family.ideas}
    return known


def _functions(exercise: Exercise, _sandbox: Sandbox) -> Iterator[Breach]:
    """Every function of the stub has checks, and in the kit's own course a family."""
    unexamined = set(course.parameters(exercise)) - set(exercise.functions)
    for name in sorted(unexamined):
        yield Breach(exercise.stem, f"No check examines {name}.", "Write one with @pytest.mark.check(function=…).")
    for name in sorted(set(exercise.functions) - set(family_of(exercise))) if not exercise.course else ():
        yield Breach(exercise.stem, f"{name} has no family.", f"Write it in grader/misconceptions/{exercise.stem}.py.")


def _stub(exercise: Exercise, sandbox: Sandbox) -> Iterator[Breach]:
    """The stub fails in peace."""
    report = _graded(exercise, course.stub(exercise), sandbox)
    if report.status != "not_started":
        yield Breach(
            exercise.stem,
            f"The stub is graded {report.status} instead of not_started.",
            "Every function of a stub raises NotImplementedError, and nothing else happens.",
        )


def _notebook(exercise: Exercise, _sandbox: Sandbox) -> Iterator[Breach]:
    """The notebook made of the stub holds every function of it."""
    from grader.notebook import notebook

    made = notebook(exercise, course.stub(exercise).read_bytes()).decode()
    for name in exercise.functions:
        if f"def {name}(" not in made:
            yield Breach(
                exercise.stem, f"The notebook lacks {name}.", "Keep every function of the stub at its top level."
            )


def _solution(exercise: Exercise, sandbox: Sandbox) -> Iterator[Breach]:
    """The solution passes on every seed; where solutions do not ship, there is none to ask."""
    path = course.file_of(exercise, "solutions")
    if not path.parent.is_dir():
        return
    if not path.is_file():
        yield Breach(exercise.stem, "There is no solution.", f"Write solutions/{exercise.stem}.py.")
        return
    for seed in SEEDS:
        report = _graded(exercise, path, sandbox, seed)
        for finding in report.findings:
            if finding.id == "blank":
                yield Breach(
                    exercise.stem, f"The solution fails: {finding.says}", "Ask for answers that are new numbers."
                )
        for check in report.checks:
            if check.outcome != "passed":
                yield Breach(
                    exercise.stem,
                    f"The solution fails {check.id} with seed {seed}: {check.message}",
                    "Either the law is not one, or the solution is wrong; the numbers by hand tell which.",
                )
        if report.status != "passed":
            return


def _variants(exercise: Exercise, rows: Sequence[Row]) -> Iterator[Breach]:
    """What is right passes, what is wrong is caught."""
    for row in rows:
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


def _names(exercise: Exercise) -> Iterator[Breach]:
    """Every single idea, in every form, is diagnosed as itself or as a declared equal."""
    for function, family in family_of(exercise).items():
        for choice in family.choices(1):
            answers = [imagined(family, probe, Turn(dict(choice))) for probe in family.probes]
            found = match(family, answers)
            ((name, form),) = choice
            if found is None or frozenset({name}) not in found.sets:
                yield Breach(
                    exercise.stem,
                    f"{name} (form {form}) of {function} is not diagnosed as itself.",
                    "Give the family probes on which it shows.",
                )


def _graded(exercise: Exercise, path: Path, sandbox: Sandbox, seed: int = 0) -> Report:
    reports: list[Report] = []
    grade_all(exercise, [read(exercise, path)], reports.append, sandbox, seed=seed)
    return reports[0]
