"""The kill matrix: which check catches which idea."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grader import checking, course
from grader.desk import Desk
from grader.diagnosis import family_of
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


def matrix(exercise: Exercise, seed: int = 0) -> list[Row]:
    """Every single turn in every form, and the right way, against the hidden suite.

    Functions without a family are left out, with their checks.
    """
    families = family_of(exercise)
    if not families:
        return []
    rehearsal = Rehearsal(families, course.defaults(exercise))
    parts = [("", (), "right"), *_parts(exercise)]
    rows: list[Row] = []

    def desks() -> Iterator[Desk]:
        parameters = course.parameters(exercise)
        for function, choice, _kind in parts:
            rehearsal.cast(function, choice)
            yield Desk(blank(exercise), parameters, rehearsal, seed=seed)

    def done(_desk: Desk, results: list[CheckResult]) -> None:
        function, choice, kind = parts[len(rows)]
        rows.append(Row(function, choice, kind, tuple(one for one in results if one.function in families)))

    checking.run(exercise, desks(), done)
    return rows


def _parts(exercise: Exercise) -> Iterator[tuple[str, Choice, str]]:
    for function, family in family_of(exercise).items():
        for idea in family.ideas:
            for form in range(1, idea.forms + 1):
                yield function, ((idea.id, form),), idea.kind
