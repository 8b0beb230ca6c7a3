"""A folder of results read back: from its journal where that is this user's, else from its reports.

The journal is as new as the batch, also one that still runs or was stopped, and a reader sees it as it stood when
reading began.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from grader.batch import repair
from grader.batch.waiting import Standing, Waiting
from grader.batch.waiting import find_standing as find_in
from grader.errors import KitError
from grader.export import records
from grader.export.records import LazyRecords, Records


def read(folder: Path) -> Records:
    """Return the records of a folder of results; raises KitError where there are none.

    Work that a run was given and has not come to is told as work whose points nobody knows.
    """
    if not folder.is_dir():
        return records.read(folder)
    try:
        id = repair.find_own_id(folder)
        snapshot = _Snapshot(folder, id) if id else None
        if snapshot and snapshot.has_records():
            return LazyRecords(snapshot.walk)
    except (sqlite3.Error, OSError):
        pass  # a folder where nothing may be written, for one: the reports are there
    return records.read(folder)


def find_standing(folder: Path) -> Standing | None:
    """Find how far a batch came that was stopped or still runs; None where it has ended or nothing tells."""
    try:
        id = repair.find_own_id(folder)
        return _Snapshot(folder, id).standing if id else None
    except (sqlite3.Error, OSError):
        return None


class _Snapshot:
    """The journal at one moment, for as many walks as are wanted."""

    def __init__(self, folder: Path, id: str) -> None:
        self._id = id
        self._folder = folder
        self._database = sqlite3.connect(folder / repair.JOURNAL, isolation_level=None, timeout=60)
        self._database.execute("PRAGMA trusted_schema = OFF")
        self._database.execute("BEGIN")  # held until the process ends; a batch that writes is not disturbed
        self._waiting = Waiting(self._database, id)
        self.standing = find_in(self._database, id)

    def has_records(self) -> bool:
        """Tell whether there is a record."""
        return next(self.walk(), None) is not None

    def walk(self) -> Iterator[dict[str, Any]]:
        """Yield every record whose seals fit."""
        order = "SELECT rowid FROM handed ORDER BY exercise, run DESC, place"
        known: set[tuple[str, str]] = set()
        try:
            for (number,) in self._database.execute(order).fetchall():
                handed = self._find_row("handed", "rowid", number)
                graded = handed and self._find_row("graded", "key", handed[2])
                if handed and graded:
                    known.add((handed[0], handed[1]))
                    yield self._waiting.mark(json.loads(graded[1]) | json.loads(handed[3])[0])
            yield from self._waiting.iterate_missing(lambda stem, student: (stem, student) in known)
        except sqlite3.Error as error:
            raise KitError(
                f"The journal in {self._folder} cannot be read ({error}).",
                "Run `grade batch` again: it keeps what can be read and grades the rest anew.",
            ) from None

    def _find_row(self, table: str, column: str, value: object) -> tuple[Any, ...] | None:
        with closing(self._database.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,))) as cursor:
            row: tuple[Any, ...] | None = cursor.fetchone()
        return row if row is not None and repair.is_ours(table, self._id, row) else None
