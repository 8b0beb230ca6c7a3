"""What a learner answered, and when each concept is due: the quiz's tables in the shared database.

The log of answers and nudges is the truth; the cards are what `schedule.replay` makes of it, kept at hand. An
answer and its card are written in one transaction, before the next question is shown.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from grader.course.data_folder import get_data_file
from grader.errors import KitError
from grader.quiz import schedule
from grader.quiz.bank import Bank
from grader.quiz.schedule import Answered, Card, Nudge
from grader.quiz.tables import (
    MIGRATIONS,
    READ_ERRORS,
    LoggedAnswer,
    format_instant,
    is_readable,
    parse_answer,
    parse_card,
    parse_event,
)
from grader.storage.database import begin_transaction, open_database

SCHEMA = "fallline/quiz-progress/v1"


@contextmanager
def open_store(path: Path | None = None) -> Iterator[Store]:
    """Open the learner's store until the end of the `with`.

    Raises:
        KitError: the file cannot be used; the message says what to do.

    """
    with open_database(MIGRATIONS, path or get_data_file()) as database:
        yield Store(database)


class Store:
    """Reads and writes the quiz's tables."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def record(self, answer: LoggedAnswer) -> Card:
        """Store an answer and its concept's new card, or neither where one fails; return the card."""
        rating = schedule.rate_answer(answer.kind, answer.share, answer.confidence)
        event = Answered(answer.day, rating, schedule.is_confident_error(answer.kind, answer.share, answer.confidence))
        with begin_transaction(self._database):
            before = self.find_card(answer.concept, answer.day)
            expected = schedule.estimate_recall(before, answer.day) if before and before.reviews else None
            self._database.execute(
                "INSERT INTO quiz_answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    uuid.uuid4().hex, format_instant(answer.at), answer.day.isoformat(), answer.question,
                    answer.concept, answer.kind, answer.given, answer.share, answer.confidence, rating,
                    json.dumps(answer.misconceptions), expected,
                ),
            )  # fmt: skip
            card = schedule.update_card(before, answer.concept, event)
            self._save_card(card)
        return card

    def nudge(self, concept: str, misconception: str, at: datetime) -> Card:
        """Put a concept on today's list because of a misconception seen in code."""
        with begin_transaction(self._database):
            self._database.execute(
                "INSERT INTO quiz_nudges VALUES (?, ?, ?, ?, ?)",
                (uuid.uuid4().hex, format_instant(at), at.date().isoformat(), concept, misconception),
            )
            card = schedule.update_card(self.find_card(concept, at.date()), concept, Nudge(at.date(), misconception))
            self._save_card(card)
        return card

    def find_card(self, concept: str, today: date | None = None) -> Card | None:
        """Find a concept's card; None before it was met. A damaged or impossible one is made anew from the log."""
        row = self._database.execute("SELECT * FROM quiz_cards WHERE concept = ?", (concept,)).fetchone()
        return self._read_card(row, today) if row else None

    def list_cards(self, today: date | None = None) -> tuple[Card, ...]:
        """List every card, the earliest due first."""
        rows = self._database.execute("SELECT * FROM quiz_cards").fetchall()
        cards = [card for card in (self._read_card(row, today) for row in rows) if card is not None]
        return tuple(sorted(cards, key=lambda card: (card.due, card.concept)))

    def _read_card(self, row: sqlite3.Row, today: date | None) -> Card | None:
        try:
            card = parse_card(row)
            if schedule.is_sound(card, today):
                return card
        except READ_ERRORS:
            pass
        concept = str(row["concept"])
        return schedule.replay_history(concept, self._iterate_history(concept), today)

    def list_answers(self) -> tuple[LoggedAnswer, ...]:
        """List the whole log, oldest first, without what cannot be read."""
        rows = self._database.execute("SELECT * FROM quiz_answers ORDER BY at, uid")
        return tuple(parse_answer(row) for row in rows if is_readable(row))

    def count_damaged(self) -> int:
        """Count the answers that cannot be read."""
        return sum(not is_readable(row) for row in self._database.execute("SELECT * FROM quiz_answers"))

    def find_last_asked(self) -> dict[str, datetime]:
        """Return when each question was last answered, by its id."""
        rows = self._database.execute("SELECT question, MAX(at) AS at FROM quiz_answers GROUP BY question")
        return {row["question"]: at for row in rows if (at := _parse_moment(row["at"])) is not None}

    def dump(self) -> dict[str, Any]:
        """Dump everything that can be read as plain data that `merge` reads back."""
        answers = [row for row in _read_rows(self._database, "quiz_answers") if is_readable(row) and _is_plain(row)]
        nudges = [
            row for row in _read_rows(self._database, "quiz_nudges") if _parse_moment(row["at"]) and _is_plain(row)
        ]
        return {"schema": SCHEMA, "answers": answers, "nudges": nudges}

    def merge(self, data: Mapping[str, Any]) -> int:
        """Merge another log into this one; entries that are here already stay as they are.

        Returns:
            How many entries were new.

        Raises:
            KitError: the data are not a progress export.

        """
        if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
            raise KitError("This is no exported quiz progress.", "Use a file that --export-progress wrote.")
        before = self._database.total_changes
        try:
            with begin_transaction(self._database):
                touched = self._insert("quiz_answers", data["answers"]) | self._insert("quiz_nudges", data["nudges"])
                fresh = self._database.total_changes - before
                for concept in sorted(touched):
                    card = schedule.replay_history(concept, self._iterate_history(concept))
                    if card:
                        self._save_card(card)
        except (KeyError, *READ_ERRORS, sqlite3.IntegrityError) as error:
            raise KitError(
                "The exported progress is damaged, so nothing was taken in.", "Export it once more."
            ) from error
        return fresh

    def _insert(self, table: str, rows: Iterable[Mapping[str, Any]]) -> set[str]:
        names = [row["name"] for row in self._database.execute(f"PRAGMA table_info({table})")]
        marks = ", ".join("?" for _ in names)
        touched = set()
        for row in rows:
            datetime.fromisoformat(row["at"])
            date.fromisoformat(row["day"])
            values = [row[name] for name in names]
            self._database.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", values)
            touched.add(str(row["concept"]))
        return touched

    def _iterate_history(self, concept: str) -> Iterator[Answered | Nudge]:
        query = """
            SELECT at, day, rating, kind, share, confidence, NULL AS misconception FROM quiz_answers WHERE concept = ?
            UNION ALL SELECT at, day, NULL, NULL, NULL, NULL, misconception FROM quiz_nudges WHERE concept = ?
            ORDER BY at"""
        for row in self._database.execute(query, (concept, concept)).fetchall():
            event = parse_event(row)
            if event is not None:
                yield event

    def _save_card(self, card: Card) -> None:
        self._database.execute(
            "INSERT OR REPLACE INTO quiz_cards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                card.concept, card.due.isoformat(), card.stability, card.difficulty,
                card.last.isoformat() if card.last else None, card.reviews, card.lapses, card.recheck, card.reason,
            ),
        )  # fmt: skip


def schedule_misconceptions(bank: Bank, ids: Iterable[str], at: datetime, path: Path | None = None) -> tuple[Card, ...]:
    """Put the concepts behind diagnosed misconceptions on today's list; what is unknown to the bank is left out.

    `at` is the learner's local time. For `grade exerciseNN`, after a diagnosis.

    Raises:
        KitError: the learner's store cannot be used.

    """
    identifiers: dict[str, str] = {}
    for identifier in ids:
        for concept in bank.find_concepts([identifier]):
            identifiers.setdefault(concept, identifier)
    if not identifiers:
        return ()
    with open_store(path) as store:
        return tuple(store.nudge(concept, identifier, at) for concept, identifier in identifiers.items())


def _parse_moment(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _is_plain(row: Mapping[str, Any]) -> bool:
    """Tell whether a row of the log has a day, and nothing in it that JSON cannot hold."""
    try:
        date.fromisoformat(row["day"])
    except (TypeError, ValueError):
        return False
    return not any(isinstance(value, bytes) for value in row.values())


def _read_rows(database: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY at, uid")]


__all__ = ["MIGRATIONS", "SCHEMA", "LoggedAnswer", "Store", "open_store", "schedule_misconceptions"]
