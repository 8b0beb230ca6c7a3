"""The kill matrix: which check catches which idea."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grader import course
from grader.desk import Desk
from grader.diagnosis import family_of
from grader.grading.checks import suite_of
from grader.model import CheckResult, Exercise
from grader.upkeep.rehearsal import Choice, Rehearsal, blank


@dataclass(frozen=True, slots=True)
class Row:
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
        """Ids of the checks that it breaks."""
        return tuple(result.id for result in self.results if result.outcome != "passed")

    @property
    def killed_in_the_open(self) -> tuple[str, ...]:
        """The same without the checks that stay with the instructor."""
        return tuple(result.id for result in self.results if result.outcome != "passed" and not result.held_back)


def matrix(exercise: Exercise, seed: int = 0) -> list[Row]:
    """Every single turn in every form, and the right way, against the hidden suite.

    Functions without a family are left out, with their checks.
    """
    families = family_of(exercise)
    if not families:
        return []
    rehearsal = Rehearsal(families, course.defaults(exercise))
    suite, parameters = suite_of(exercise), course.parameters(exercise)
    rows: list[Row] = []
    for function, choice, kind in [("", (), "right"), *_parts(exercise)]:
        rehearsal.cast(function, choice)
        results = suite.examine(Desk(blank(exercise), parameters, rehearsal, seed=seed))
        rows.append(Row(function, choice, kind, tuple(one for one in results if one.function in families)))
    return rows


def _parts(exercise: Exercise) -> Iterator[tuple[str, Choice, str]]:
    for function, family in family_of(exercise).items():
        for idea in family.ideas:
            for form in range(1, idea.forms + 1):
                yield function, ((idea.id, form),), idea.kind
