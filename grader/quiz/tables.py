"""The quiz's tables and what their rows mean."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, date, datetime
from typing import Any

from msgspec import Struct

from grader.quiz import schedule
from grader.quiz.bank import Kind
from grader.quiz.schedule import Answered, Card, Nudge
from grader.storage.database import Migration

READ_ERRORS = (TypeError, ValueError, ArithmeticError, AttributeError)
"""The errors that reading a damaged row raises."""

MIGRATIONS = (
    Migration(
        "quiz",
        1,
        (
            """CREATE TABLE quiz_answers (
                uid TEXT PRIMARY KEY, at TEXT NOT NULL, day TEXT NOT NULL, question TEXT NOT NULL,
                concept TEXT NOT NULL, kind TEXT NOT NULL, given TEXT NOT NULL, share REAL NOT NULL,
                confidence INTEGER, rating INTEGER NOT NULL, misconceptions TEXT NOT NULL, expected REAL)""",
            "CREATE INDEX quiz_answers_of ON quiz_answers (concept, at)",
            """CREATE TABLE quiz_nudges (
                uid TEXT PRIMARY KEY, at TEXT NOT NULL, day TEXT NOT NULL, concept TEXT NOT NULL,
                misconception TEXT NOT NULL)""",
            "CREATE INDEX quiz_nudges_of ON quiz_nudges (concept, at)",
            """CREATE TABLE quiz_cards (
                concept TEXT PRIMARY KEY, due TEXT NOT NULL, stability REAL, difficulty REAL, last TEXT,
                reviews INTEGER NOT NULL, lapses INTEGER NOT NULL, recheck INTEGER NOT NULL, reason TEXT NOT NULL)""",
        ),
    ),
)


class LoggedAnswer(Struct, frozen=True):
    """One line of the log."""

    question: str
    concept: str
    kind: Kind
    given: str
    share: float
    confidence: int | None
    at: datetime
    misconceptions: tuple[str, ...] = ()
    expected: float | None = None
    """The chance of recall that FSRS gave beforehand; None at the first meeting."""

    @property
    def day(self) -> date:
        """The learner's calendar day."""
        return self.at.date()


def format_instant(at: datetime) -> str:
    """Format a moment as the tables store it: UTC, so that text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def parse_card(row: sqlite3.Row) -> Card:
    """Parse a row of quiz_cards."""
    return Card(
        row["concept"],
        date.fromisoformat(row["due"]),
        row["stability"],
        row["difficulty"],
        date.fromisoformat(row["last"]) if row["last"] else None,
        row["reviews"],
        row["lapses"],
        bool(row["recheck"]),
        row["reason"],
    )


def parse_answer(row: sqlite3.Row | dict[str, Any]) -> LoggedAnswer:
    """Parse a row of quiz_answers."""
    return LoggedAnswer(
        row["question"],
        row["concept"],
        row["kind"],
        row["given"],
        row["share"],
        row["confidence"],
        datetime.fromisoformat(row["at"]),
        tuple(json.loads(row["misconceptions"])),
        row["expected"],
    )


def parse_event(row: sqlite3.Row) -> Answered | Nudge | None:
    """Parse a row of the log into an event of the schedule; None for a damaged row."""
    try:
        day = date.fromisoformat(row["day"])
        if row["misconception"] is not None:
            return Nudge(day, str(row["misconception"]))
        if row["rating"] not in (schedule.AGAIN, schedule.HARD, schedule.GOOD, schedule.EASY):
            return None
        confident = schedule.is_confident_error(row["kind"], row["share"], row["confidence"])
        return Answered(day, int(row["rating"]), confident)
    except READ_ERRORS:
        return None


def is_readable(answer: sqlite3.Row | dict[str, Any]) -> bool:
    """Tell whether a row of the log of answers can be read."""
    try:
        logged = parse_answer(answer)
        # Where a zone is added, the first and the last day of the calendar fall out of it.
        return (
            bool(logged.at.astimezone())
            and isinstance(logged.share, float | int)
            and logged.confidence in (None, 1, 2, 3, 4)
        )
    except READ_ERRORS:
        return False
