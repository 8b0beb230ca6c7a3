"""The kill matrix: which check catches which idea."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from grader import course
from grader.authoring.rehearsal import Rehearsal, make_blank_submission
from grader.diagnosis import load_families
from grader.execution.session import SubmissionSession
from grader.grading.checks import load_suite
from grader.misconceptions.toolkit.lines import Choice
from grader.model import CheckResult, Exercise

DUTY = re.compile(
    r"stays? as (?:they|it) (?:were|was)|the same (?:call|roll|walk) gives|^Lists, plain numbers|[Ww]hole numbers|"
    r"[Ii]ntegers|[Ll]eft out"
)
"""In the line of a law on changed arguments, repeated calls, kinds of input or defaults."""


class MatrixRow(Struct, frozen=True):
    """One idea, handed in as code, against every check of its exercise."""

    function: str
    choice: Choice
    """The turns taken; empty for the right way."""
    kind: str
    """`right`, `wrong`, `convention` or `advisory`."""
    results: tuple[CheckResult, ...]

    @property
    def name(self) -> str:
        """`BC-NOPOW`, with the number of its form where it has several."""
        return " + ".join(idea if form == 1 else f"{idea}({form})" for idea, form in self.choice) or "the right way"

    @property
    def killed_by(self) -> tuple[str, ...]:
        """Ids of the checks that it breaks; one that waits catches nothing."""
        return tuple(result.id for result in self.results if not result.holds and result.outcome != "waiting")

    @property
    def killed_in_the_open(self) -> tuple[str, ...]:
        """The same without the checks that stay with the instructor."""
        held_back = {result.id for result in self.results if result.held_back}
        return tuple(one for one in self.killed_by if one not in held_back)

    @property
    def told_falsely(self) -> tuple[str, ...]:
        """Ids of broken checks that speak of what no variant does: it changes nothing, remembers nothing, and takes
        and leaves out whatever the right way does.
        """
        return tuple(one.id for one in self.results if one.outcome == "failed" and DUTY.search(one.says))


def make_matrix(exercise: Exercise, seed: int = 0) -> list[MatrixRow]:
    """Make the kill matrix: every single turn in every form, and the right way, against the hidden suite.

    Functions without a family are left out, with their checks.
    """
    families = load_families(exercise)
    if not families:
        return []
    rehearsal = Rehearsal(families, course.read_defaults(exercise))
    suite, parameters = load_suite(exercise), course.read_parameters(exercise)
    rows: list[MatrixRow] = []
    for function, choice, kind in [("", (), "right"), *_iterate_choices(exercise)]:
        rehearsal.cast(function, choice)
        results = suite.examine(SubmissionSession(make_blank_submission(exercise), parameters, rehearsal, seed=seed))
        rows.append(
            MatrixRow(function, choice, kind, tuple(result for result in results if result.function in families))
        )
    return rows


def _iterate_choices(exercise: Exercise) -> Iterator[tuple[str, Choice, str]]:
    """Yield each function with each turn in each form, and the idea's kind."""
    for function, family in load_families(exercise).items():
        for idea in family.ideas:
            for form in family.list_forms(idea.id):
                yield function, ((idea.id, form),), idea.kind
