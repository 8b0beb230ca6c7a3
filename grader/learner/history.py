"""What the kit remembers of a learner's own work: the last report of each exercise, and how far the hints went."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from grader.course.data_folder import get_data_file
from grader.model import Report
from grader.storage.database import Migration, begin_transaction, open_database
from grader.view.next_problem import find_next_function

# The column `rung` is the level of the hints; it keeps the name it was made with.
MIGRATIONS = (
    Migration(
        "progress",
        1,
        (
            """CREATE TABLE progress_reports (
                exercise TEXT PRIMARY KEY, at TEXT NOT NULL, sha256 TEXT NOT NULL, status TEXT NOT NULL,
                score REAL NOT NULL, max_score REAL NOT NULL, best REAL NOT NULL, record TEXT NOT NULL,
                trouble TEXT NOT NULL, rung INTEGER NOT NULL)""",
        ),
    ),
    Migration(
        "progress",
        2,
        (
            "ALTER TABLE progress_reports ADD COLUMN tries INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE progress_reports ADD COLUMN passed_at_try INTEGER",
        ),
    ),
)


class Last(Struct, frozen=True):
    """The last report of one exercise."""

    exercise: str
    """Its stem."""
    at: str
    """When, UTC, ISO 8601."""
    sha256: str
    """Of the file that was graded."""
    status: str
    score: float
    max_score: float
    best: float
    """The highest score so far."""
    report: Report
    """Read back, so without the source."""
    level: int
    """How many hints were shown for what is in the way now."""


@contextmanager
def remembered(path: Path | None = None) -> Iterator[Memory]:
    """The learner's memory, open until the end of the `with`; raises KitError where the file cannot be used."""
    with open_database(MIGRATIONS, path or get_data_file()) as database:
        yield Memory(database)


class Memory:
    """Reads and writes what is remembered."""

    def __init__(self, database: Any) -> None:
        self._database = database

    def last(self, exercise: str) -> Last | None:
        """The last report of an exercise, if there is one that can be read."""
        row = self._database.execute("SELECT * FROM progress_reports WHERE exercise = ?", (exercise,)).fetchone()
        return None if row is None else _last(row)

    def all(self) -> dict[str, Last]:
        """The last reports that can be read, by exercise."""
        rows = self._database.execute("SELECT * FROM progress_reports")
        return {found.exercise: found for found in map(_last, rows) if found is not None}

    def damaged(self) -> tuple[str, ...]:
        """Exercises whose last report cannot be read."""
        rows = self._database.execute("SELECT * FROM progress_reports").fetchall()
        return tuple(sorted(str(row["exercise"]) for row in rows if _last(row) is None))

    def keep(self, report: Report) -> None:
        """Remember a report; hints begin anew where something else is in the way than before."""
        from grader.view.document import make_document

        trouble, stem = json.dumps(trouble_of(report)), report.submission.exercise.stem
        with begin_transaction(self._database):
            row = self._database.execute(
                "SELECT trouble, rung, best, sha256, tries, passed_at_try FROM progress_reports WHERE exercise = ?",
                (stem,),
            ).fetchone()
            level = row["rung"] if row and row["trouble"] == trouble and isinstance(row["rung"], int) else 0
            best = max(row["best"] if row and _is_number(row["best"]) else 0.0, report.score)
            tries, passed_at = _tries(row, report)
            self._database.execute(
                "INSERT OR REPLACE INTO progress_reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    stem, datetime.now(UTC).isoformat(timespec="seconds"),
                    report.submission.sha256, report.status, report.score, report.max_score, best,
                    json.dumps(make_document(report)), trouble, level, tries, passed_at,
                ),
            )  # fmt: skip

    def tries(self) -> list[dict[str, object]]:
        """Return how often each exercise was graded with another text, and at which of these it passed first."""
        rows = self._database.execute("SELECT exercise, tries, passed_at_try FROM progress_reports ORDER BY exercise")
        return [dict(row) for row in rows if isinstance(row["tries"], int) and isinstance(row["exercise"], str)]

    def keep_level(self, exercise: str, level: int) -> None:
        """Remember how many hints were shown."""
        with begin_transaction(self._database):
            self._database.execute("UPDATE progress_reports SET rung = ? WHERE exercise = ?", (level, exercise))


def trouble_of(report: Report) -> list[str]:
    """Say what is in the way: the function to look at, and the ideas behind its numbers."""
    function = find_next_function(report)
    ideas = [name for one in report.diagnoses if one.function == function for name in one.misconceptions]
    return [function, *ideas]


def _tries(row: Any, report: Report) -> tuple[int, int | None]:
    """Count this text as a try, unless it is the one that was graded last; and at which try it first passed."""
    before = row["tries"] if row and isinstance(row["tries"], int) else 0
    tries = before + (not row or row["sha256"] != report.submission.sha256)
    passed_at = row["passed_at_try"] if row and isinstance(row["passed_at_try"], int) else None
    return tries, tries if passed_at is None and report.status == "passed" else passed_at


def _last(row: Any) -> Last | None:
    """What a row says; None for a damaged one."""
    from grader.view.document import build_report

    try:
        report = build_report(json.loads(row["record"]))
    except (TypeError, ValueError, RecursionError):
        return None
    texts = (row["exercise"], row["at"], row["sha256"], row["status"])
    numbers = (row["score"], row["max_score"], row["best"], row["rung"])
    if not (all(isinstance(one, str) for one in texts) and all(map(_is_number, numbers))):
        return None
    return Last(*texts, *numbers[:3], report, int(row["rung"]))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
