"""The journal of a batch: one row a graded piece of work, safe against a kill at any moment.

A row's key holds everything that its numbers depend on: the file's bytes, the suite and family, the kit's
version, the seed and the limits. The same key is never graded twice; a changed suite changes the keys of its
own exercise alone.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grader import __version__, course
from grader.batch import aside
from grader.errors import KitError
from grader.model import Exercise, Submission
from grader.sandbox import Limits

Record = Mapping[str, Any]
"""A report as DESIGN's JSON (`fallline/report/v1`)."""


class Journal:
    """`journal.sqlite` in a batch's folder."""

    def __init__(self, folder: Path) -> None:
        path = folder / "journal.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, isolation_level=None)
            # The write-ahead log survives a kill of this process; FULL would also survive the power cord, at
            # the price of a disk flush for every submission.
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute("CREATE TABLE IF NOT EXISTS graded (key TEXT PRIMARY KEY, record TEXT NOT NULL)")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS handed (place INTEGER PRIMARY KEY, key TEXT, identity TEXT NOT NULL)"
            )
        except (sqlite3.Error, OSError) as error:
            raise _unwritable(path, error) from None
        self.path = path

    def known(self, key: str) -> bool:
        """Whether that work is graded already."""
        return self._database.execute("SELECT 1 FROM graded WHERE key = ?", (key,)).fetchone() is not None

    def keep(self, key: str, record: Record) -> None:
        """Write down a graded piece of work."""
        self._write("INSERT OR REPLACE INTO graded VALUES (?, ?)", (key, json.dumps(record, allow_nan=False)))

    def hand_in(self, place: int, key: str | None, identity: Record) -> None:
        """Write down whose work stands at a place of this batch: the fields that are not the code's."""
        self._write("INSERT OR REPLACE INTO handed VALUES (?, ?, ?)", (place, key, json.dumps(identity)))

    def start_over(self, *, forget: bool) -> None:
        """Begin a run: who hands in is told anew, what is graded stays, unless it is to be forgotten.

        What was set aside is not graded, and is tried again.
        """
        self._write("DELETE FROM handed", ())
        if forget:
            self._write("DELETE FROM graded", ())
        else:
            # The field of the report itself: whatever reads like it inside of a student's values is theirs.
            told = "CASE WHEN json_valid(record) THEN json_extract(record, '$.status') END"
            self._write(f"DELETE FROM graded WHERE {told} = ?", (aside.FINDING,))

    def records(self) -> Iterator[dict[str, Any]]:
        """Every report of this batch so far, in the order handed in."""
        rows = self._database.execute(
            "SELECT graded.record, handed.identity FROM handed JOIN graded ON graded.key = handed.key ORDER BY place"
        )
        for record, identity in rows:
            yield json.loads(record) | json.loads(identity)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        try:
            self._database.execute(statement, values)
        except sqlite3.Error as error:
            raise _unwritable(self.path, error) from None


def key_of(submission: Submission, suite: str, seed: int, limits: Limits, walls: str) -> str:
    """What the numbers of one graded submission depend on; `suite` is the suite's hash."""
    parts = (submission.sha256, submission.kind, suite, __version__, seed, limits, walls)
    named = submission.problem.id if submission.problem else ""
    return hashlib.sha256(repr((*parts, named)).encode()).hexdigest()


def suite_hash(exercise: Exercise) -> str:
    """Of everything that judges an exercise: its suite, its family, their toolkits, its stub."""
    digest = hashlib.sha256()
    files = [course.suite(exercise), course.stub(exercise), course.file_of(exercise, "misconceptions")]
    for room in ("suites", "misconceptions"):
        files += sorted((course.PACKAGE / room / "toolkit").glob("*.py"))
    for path in files:
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def _unwritable(path: Path, error: Exception) -> KitError:
    return KitError(
        f"The journal {path} cannot be written ({error}).",
        "Free some space or name another folder with --out; what is in it stays, and the same command goes on.",
    )
