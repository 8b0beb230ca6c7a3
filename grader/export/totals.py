"""A student's points as one number, for systems that have one column.

An absent student's record has no points to earn, so the maximum of an exercise comes from the other students' records.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from grader.errors import KitError
from grader.export.digest import make_digest
from grader.export.moodle_people import join_people
from grader.export.records import Record, Records, has_other_work, is_ungraded, list_exercises, read_student
from grader.text import format_count


class Total(Struct, frozen=True):
    """One student's points in all chosen exercises."""

    id: str
    name: str
    """The name as the system wrote it that the batch came from; may be empty."""
    score: float
    max_score: float
    """The points that could be earned."""
    records: tuple[Record, ...]
    """One record for each exercise, without the numbers behind the verdicts."""
    ids: tuple[str, ...] = ()
    """All ids of the student, where assignments of Moodle have one each."""

    @property
    def absent(self) -> bool:
        """Whether nothing at all was handed in."""
        return all(record["status"] == "absent" for record in self.records)

    def explain_omission(self, *, zero: bool) -> str:
        """Explain why nothing is written to a gradebook; empty where it is written. `zero` counts nothing as 0."""
        if any(map(is_ungraded, self.records)):
            return "set aside by the batch and not graded, left as it is"
        if any(map(has_other_work, self.records)):
            return "handed in something that cannot be graded, left as it is (remarks.txt says what)"
        return "handed in nothing, left as it is" if self.absent and not zero else ""


def compute_totals(records: Records, *, together: bool = False) -> list[Total]:
    """Compute each student's points as one number; an exercise without a record counts as nothing earned.

    Raises:
        KitError: there are several exercises and `together` is false, or nothing tells who is who across assignments.

    """
    exercises = list_exercises(records)
    if len(exercises) > 1 and not together:
        raise KitError(
            f"The batch holds {len(exercises)} exercises ({', '.join(exercises)}) and the column takes one number.",
            "Choose one with --exercise, or add them up with --sum.",
        )
    by_student: dict[str, dict[str, Record]] = {}
    for record in records:
        # The same student twice in one exercise: the later line counts.
        by_student.setdefault(read_student(record)[0], {})[record["exercise"]] = _drop_details(record)
    max_score = sum(compute_max_scores(records).values())
    people = join_people(by_student) if len(exercises) > 1 else [((id,), own) for id, own in by_student.items()]
    return [_make_total(ids, tuple(own[stem] for stem in sorted(own)), max_score) for ids, own in people]


def explain_joined(totals: Iterable[Total]) -> list[str]:
    """Explain, in a line or none, that students were joined by their names."""
    joined = sum(len(total.ids) > 1 for total in totals)
    if not joined:
        return []
    who = format_count(joined, "student")
    return [f"Moodle numbers people anew for each assignment: the work of {who} is joined by their names"]


def compute_max_scores(records: Iterable[Record]) -> dict[str, float]:
    """Return exercise → the points that could be earned."""
    max_scores: dict[str, float] = {}
    for record in records:
        max_scores[record["exercise"]] = max(max_scores.get(record["exercise"], 0.0), record["max_score"])
    return max_scores


def _make_total(ids: tuple[str, ...], records: tuple[Record, ...], max_score: float) -> Total:
    """Add up a student's records; `max_score` is what could be earned in all."""
    name = next((name for record in records if (name := read_student(record)[1])), "")
    return Total(ids[0], name, round(sum(record["score"] for record in records), 6), max_score, records, ids)


def _drop_details(record: Record) -> Record:
    """Return a record with its digest in place of the details, so that a whole class of these is small."""
    return {
        **record,
        "status": "set_aside" if is_ungraded(record) else record["status"],  # without findings, only this shows it
        "digest": make_digest(record),
        "checks": [],
        "diagnoses": [],
        "notes": [],
        "findings": [finding for finding in record["findings"] if finding["id"] == "other_work"],
        "output": "",
    }
