"""The quiz's tables and what their rows mean."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime

from grader.database import Migration
from grader.quiz.bank import Kind
from grader.quiz.schedule import Card

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


@dataclass(frozen=True, slots=True)
class Answer:
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


def instant(at: datetime) -> str:
    """A moment as the tables keep it: UTC, so that text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def card_of(row: sqlite3.Row) -> Card:
    """A row of quiz_cards."""
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


def answer_of(row: sqlite3.Row) -> Answer:
    """A row of quiz_answers."""
    return Answer(
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
