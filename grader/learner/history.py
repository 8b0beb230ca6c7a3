"""What the kit remembers of a learner's own work: the last report of each exercise, and how many hints were shown."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

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


class LastReport(Struct, frozen=True):
    """The last report of one exercise."""

    exercise: str
    """The stem of the exercise."""
    at: str
    """When it was graded: UTC, ISO 8601."""
    sha256: str
    """The digest of the file that was graded."""
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
def open_history(path: Path | None = None) -> Iterator[History]:
    """Open the learner's history until the end of the `with`. Raises KitError where the file cannot be used."""
    with open_database(MIGRATIONS, path or get_data_file()) as database:
        yield History(database)


class History:
    """The learner's last reports, kept in a database."""

    def __init__(self, database: Any) -> None:
        self._database = database

    def find_last(self, exercise: str) -> LastReport | None:
        """Find the last report of an exercise; None where there is none that can be read."""
        row = self._database.execute("SELECT * FROM progress_reports WHERE exercise = ?", (exercise,)).fetchone()
        return None if row is None else _read_last(row)

    def read_all(self) -> dict[str, LastReport]:
        """Return the last reports that can be read, by exercise."""
        rows = self._database.execute("SELECT * FROM progress_reports")
        return {last.exercise: last for last in map(_read_last, rows) if last is not None}

    def list_damaged(self) -> tuple[str, ...]:
        """Return the exercises whose last report cannot be read."""
        rows = self._database.execute("SELECT * FROM progress_reports").fetchall()
        return tuple(sorted(str(row["exercise"]) for row in rows if _read_last(row) is None))

    def record_report(self, report: Report) -> None:
        """Keep a report as the last one; the hints begin again where something else is in the way than before."""
        from grader.view.document import make_document

        trouble, stem = json.dumps(find_trouble(report)), report.submission.exercise.stem
        with begin_transaction(self._database):
            row = self._database.execute(
                "SELECT trouble, rung, best, sha256, tries, passed_at_try FROM progress_reports WHERE exercise = ?",
                (stem,),
            ).fetchone()
            level = row["rung"] if row and row["trouble"] == trouble and isinstance(row["rung"], int) else 0
            best = max(row["best"] if row and _is_number(row["best"]) else 0.0, report.score)
            tries, passed_at = _count_tries(row, report)
            self._database.execute(
                "INSERT OR REPLACE INTO progress_reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    stem, datetime.now(UTC).isoformat(timespec="seconds"),
                    report.submission.sha256, report.status, report.score, report.max_score, best,
                    json.dumps(make_document(report)), trouble, level, tries, passed_at,
                ),
            )  # fmt: skip

    def list_tries(self) -> list[dict[str, object]]:
        """Return how often each exercise was graded with another text, and at which of these it passed first."""
        rows = self._database.execute("SELECT exercise, tries, passed_at_try FROM progress_reports ORDER BY exercise")
        return [dict(row) for row in rows if isinstance(row["tries"], int) and isinstance(row["exercise"], str)]

    def save_level(self, exercise: str, level: int) -> None:
        """Save how many hints were shown."""
        with begin_transaction(self._database):
            self._database.execute("UPDATE progress_reports SET rung = ? WHERE exercise = ?", (level, exercise))


def remember_report(report: Report) -> list[str]:
    """Record the report of a learner's own file, and have the quiz ask today for the concepts behind its ideas.

    Return the titles of these concepts. Raises KitError where the history cannot be used.
    """
    with open_history() as history:
        # A hint needs no picture, and a picture is drawn anew.
        history.record_report(replace(report, pictures=()))
    ideas = [name for diagnosis in report.diagnoses for name in diagnosis.misconceptions]
    if not ideas:
        return []
    from grader.quiz.loading import load_bank
    from grader.quiz.store import schedule_misconceptions

    bank = load_bank()
    cards = schedule_misconceptions(bank, ideas, datetime.now().astimezone())
    return [bank.concepts[card.concept].title for card in cards]


def find_trouble(report: Report) -> list[str]:
    """Return what is in the way: the function to look at, and the ids of the ideas behind its numbers."""
    function = find_next_function(report)
    ideas = [name for found in report.diagnoses if found.function == function for name in found.misconceptions]
    return [function, *ideas]


def _count_tries(row: Any, report: Report) -> tuple[int, int | None]:
    """Count the texts that were graded, this one too unless it was the last; return also the try that first passed."""
    before = row["tries"] if row and isinstance(row["tries"], int) else 0
    tries = before + (not row or row["sha256"] != report.submission.sha256)
    passed_at = row["passed_at_try"] if row and isinstance(row["passed_at_try"], int) else None
    return tries, tries if passed_at is None and report.status == "passed" else passed_at


def _read_last(row: Any) -> LastReport | None:
    """Return the report that a row holds; None for a damaged row."""
    from grader.view.document import build_report

    try:
        report = build_report(json.loads(row["record"]))
    except (TypeError, ValueError, RecursionError):
        return None
    texts = (row["exercise"], row["at"], row["sha256"], row["status"])
    numbers = (row["score"], row["max_score"], row["best"], row["rung"])
    if not (all(isinstance(text, str) for text in texts) and all(map(_is_number, numbers))):
        return None
    return LastReport(*texts, *numbers[:3], report, int(row["rung"]))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
