"""Work that a run was given and has not come to yet: after a stop nobody knows its points, whatever else is graded.

The journal notes it when a run begins and forgets each as it is dealt with, so that a kill at any moment leaves what
was still to do. The same student's other exercise may be graded already, and half a sum is no grade.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from grader.batch import repair
from grader.batch.ungradable import SET_ASIDE, make_ungradable
from grader.model import Submission
from grader.storage import seals
from grader.view.document import make_document

SAYS = "The batch was stopped before it came to this (or still runs); the same command goes on from there."
_TOTAL = "given"
"""Under which name `about` keeps how much work the open run has in all."""
_SELECT = "SELECT exercise, student, record, seal FROM given ORDER BY exercise, rowid"


class Standing(Struct, frozen=True):
    """How far a run came that has not ended."""

    done: int
    total: int


def note(database: sqlite3.Connection, id: str, works: Iterable[Submission]) -> None:
    """Note what a run is given; what an earlier run has left undone stays noted."""
    for submission in works:
        student = submission.author.id if submission.author else ""
        record = json.dumps(make_document(make_ungradable(submission, SAYS)), allow_nan=False)
        stem = submission.exercise.stem
        seal = seals.make_seal(id, "given", stem, student, record)
        database.execute("INSERT OR REPLACE INTO given VALUES (?, ?, ?, ?)", (stem, student, record, seal))
    (total,) = database.execute("SELECT count(*) FROM given").fetchone()
    repair.remember(database, id, _TOTAL, str(total))


def forget(database: sqlite3.Connection, exercise: str, student: str) -> None:
    """Forget work that is dealt with."""
    database.execute("DELETE FROM given WHERE exercise = ? AND student = ?", (exercise, student))


def find_standing(database: sqlite3.Connection, id: str) -> Standing | None:
    """Find how far the last run came; None where everything given is dealt with."""
    left = sum(1 for _ in _iterate_rows(database, id))
    total = int(repair.recall(database, id, _TOTAL) or 0)
    return Standing(max(total - left, 0), max(total, left)) if left else None


class Waiting:
    """What waits in one journal, at one moment."""

    def __init__(self, database: sqlite3.Connection, id: str) -> None:
        self._records = {(stem, student): text for stem, student, text in _iterate_rows(database, id)}

    def mark(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return a record as one without points where newer work of that student waits for the same exercise."""
        key = (record["exercise"], str(record["student"]["id"]))
        if key not in self._records:
            return record
        finding = {"id": SET_ASIDE, "says": SAYS, "function": None}
        return record | {"status": SET_ASIDE, "findings": [finding, *record["findings"]]}

    def iterate_missing(self, is_known: Callable[[str, str], bool]) -> Iterator[dict[str, Any]]:
        """Yield a record without points of all that waits and has no record yet."""
        for (stem, student), text in self._records.items():
            if not is_known(stem, student):
                yield json.loads(text)


def _iterate_rows(database: sqlite3.Connection, id: str) -> Iterator[tuple[str, str, str]]:
    """Yield (exercise, student, record) of each row whose seal fits."""
    try:
        rows = database.execute(_SELECT).fetchall()
    except sqlite3.OperationalError:  # a journal of an earlier kit
        return
    for row in rows:
        if repair.is_ours("given", id, row):
            stem, student, record, _seal = row
            yield stem, student, record
