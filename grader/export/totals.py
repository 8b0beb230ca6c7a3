"""A student's points as one number, for systems that have one column.

An absent student's record has no points to earn, so what an exercise is worth is read from the others'.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from grader.errors import KitError
from grader.export.digest import digest
from grader.export.records import Record, Records, identity, stems, ungraded


class Total(Struct, frozen=True):
    """One student's points in all chosen exercises."""

    id: str
    name: str
    """As the system wrote it that the batch came from; may be empty."""
    score: float
    most: float
    """What there was to earn."""
    records: tuple[Record, ...]
    """One an exercise, without the numbers behind the verdicts."""

    @property
    def absent(self) -> bool:
        """Whether nothing at all was handed in."""
        return all(record["status"] == "absent" for record in self.records)

    def left_alone(self, *, zero: bool) -> str:
        """Why this is written to no gradebook; empty where it is. `zero` counts nothing as 0."""
        if any(map(ungraded, self.records)):
            return "set aside by the batch and not graded, left as it is"
        return "handed in nothing, left as it is" if self.absent and not zero else ""


def totals(records: Records, *, together: bool = False) -> list[Total]:
    """A student's points as one number; an exercise without a record counts as nothing earned.

    Raises:
        KitError: there are several exercises and `together` is false.

    """
    found = stems(records)
    if len(found) > 1 and not together:
        raise KitError(
            f"The batch holds {len(found)} exercises ({', '.join(found)}) and the column takes one number.",
            "Choose one with --exercise, or add them up with --sum.",
        )
    by_student: dict[str, dict[str, Record]] = {}
    for record in records:
        # The same student twice in one exercise: the later line is the later word.
        by_student.setdefault(identity(record)[0], {})[record["exercise"]] = _brief(record)
    most = sum(worth(records).values())
    return [_total(tuple(own[stem] for stem in sorted(own)), most) for own in by_student.values()]


def worth(records: Iterable[Record]) -> dict[str, float]:
    """Exercise → points there were."""
    most: dict[str, float] = {}
    for record in records:
        most[record["exercise"]] = max(most.get(record["exercise"], 0.0), record["max_score"])
    return most


def _total(own: tuple[Record, ...], most: float) -> Total:
    id, name = identity(own[0])
    return Total(id, name, round(sum(record["score"] for record in own), 6), most, own)


def _brief(record: Record) -> Record:
    """What a comment of a few lines tells: a whole class of these is small."""
    return {
        **record,
        "digest": digest(record),
        "checks": [],
        "diagnoses": [],
        "notes": [],
        "findings": [],
        "output": "",
    }
