"""What the kit remembers of a learner's own work: the last report of each exercise, and how far the hints went."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader.database import Migration, opened, transaction
from grader.model import HOLDS

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
)


@dataclass(frozen=True, slots=True)
class Last:
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
    record: dict[str, Any]
    """The report (`fallline/report/v1`)."""
    rung: int
    """The next rung of the hint ladder for what is in the way now."""


@contextmanager
def remembered(path: Path | None = None) -> Iterator[Memory]:
    """The learner's memory, open until the end of the `with`; raises KitError where the file cannot be used."""
    with opened(MIGRATIONS, path) as database:
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

    def keep(self, record: dict[str, Any]) -> None:
        """Remember a report; the ladder starts anew where something else is in the way than before."""
        trouble = json.dumps(trouble_of(record))
        with transaction(self._database):
            row = self._database.execute(
                "SELECT trouble, rung, best FROM progress_reports WHERE exercise = ?", (record["exercise"],)
            ).fetchone()
            rung = row["rung"] if row and row["trouble"] == trouble and isinstance(row["rung"], int) else 0
            best = max(row["best"] if row and _is_number(row["best"]) else 0.0, record["score"])
            self._database.execute(
                "INSERT OR REPLACE INTO progress_reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    record["exercise"], datetime.now(UTC).isoformat(timespec="seconds"),
                    record["submission"]["sha256"], record["status"], record["score"], record["max_score"], best,
                    json.dumps(record), trouble, rung,
                ),
            )  # fmt: skip

    def climb(self, exercise: str, rung: int) -> None:
        """Remember that the next hint is the one of this rung."""
        with transaction(self._database):
            self._database.execute("UPDATE progress_reports SET rung = ? WHERE exercise = ?", (rung, exercise))


def trouble_of(record: dict[str, Any]) -> list[str]:
    """What is in the way: the first function that is not there yet, and the ideas behind its numbers."""
    function = next((check["function"] for check in record["checks"] if check["outcome"] not in HOLDS), "")
    ideas = [name for one in record["diagnoses"] if one["function"] == function for name in one["misconceptions"]]
    return [function, *ideas]


def _last(row: Any) -> Last | None:
    """What a row says; None for a damaged one."""
    try:
        record = json.loads(row["record"])
    except (TypeError, ValueError, RecursionError):
        return None
    texts = (row["exercise"], row["at"], row["sha256"], row["status"])
    numbers = (row["score"], row["max_score"], row["best"], row["rung"])
    if not (all(isinstance(one, str) for one in texts) and all(map(_is_number, numbers)) and is_report(record)):
        return None
    return Last(*texts, *numbers[:3], record, int(row["rung"]))


def is_report(record: Any) -> bool:
    """Whether this has the form of a report, as far as hints and lists look into it."""
    try:
        checks = all(isinstance(one[name], str) for one in record["checks"] for name in _OF_A_CHECK)
        given = all(isinstance(one["given"], dict) and {"expected", "actual"} <= one.keys() for one in record["checks"])
        found = [one for one in record["diagnoses"] if isinstance(one["evidence"].get("outputs", {}), dict)]
        ideas = all(isinstance(name, str) for one in found for name in (*one["misconceptions"], *_texts(one)))
        whole = len(found) == len(record["diagnoses"]) and isinstance(record["submission"]["path"], str)
        return bool(checks and given and ideas and whole and isinstance(record["exercise"], str))
    except (KeyError, TypeError, AttributeError, IndexError):
        return False


_OF_A_CHECK = ("function", "outcome", "says", "message")


def _texts(diagnosis: Any) -> list[Any]:
    return [diagnosis[name] for name in ("function", "hint", "says")]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
