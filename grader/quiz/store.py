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
    """The learner's store, open until the end of the `with`.

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
        """Keep an answer and move its concept's card; nothing is kept if either fails."""
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
        """One concept's card, if it has been met; made anew from the log where it is damaged or its days cannot be."""
        row = self._database.execute("SELECT * FROM quiz_cards WHERE concept = ?", (concept,)).fetchone()
        return self._read_card(row, today) if row else None

    def list_cards(self, today: date | None = None) -> tuple[Card, ...]:
        """Every card, the earliest due first."""
        rows = self._database.execute("SELECT * FROM quiz_cards").fetchall()
        found = [card for card in (self._read_card(row, today) for row in rows) if card is not None]
        return tuple(sorted(found, key=lambda card: (card.due, card.concept)))

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
        """The whole log, oldest first; what cannot be read is left out."""
        rows = self._database.execute("SELECT * FROM quiz_answers ORDER BY at, uid")
        return tuple(parse_answer(row) for row in rows if is_readable(row))

    def count_damaged(self) -> int:
        """How many answers cannot be read."""
        return sum(not is_readable(row) for row in self._database.execute("SELECT * FROM quiz_answers"))

    def find_last_asked(self) -> dict[str, datetime]:
        """When each question was last answered."""
        rows = self._database.execute("SELECT question, MAX(at) AS at FROM quiz_answers GROUP BY question")
        return {row["question"]: at for row in rows if (at := _parse_moment(row["at"])) is not None}

    def dump(self) -> dict[str, Any]:
        """Everything that can be read, as plain data that `merge` reads back."""
        answers = [row for row in _read_rows(self._database, "quiz_answers") if is_readable(row) and _is_plain(row)]
        nudges = [
            row for row in _read_rows(self._database, "quiz_nudges") if _parse_moment(row["at"]) and _is_plain(row)
        ]
        return {"schema": SCHEMA, "answers": answers, "nudges": nudges}

    def merge(self, data: Mapping[str, Any]) -> int:
        """Join another log with this one; what is here already is left alone.

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
        places = ", ".join("?" for _ in names)
        touched = set()
        for row in rows:
            datetime.fromisoformat(row["at"])
            date.fromisoformat(row["day"])
            values = [row[name] for name in names]
            self._database.execute(f"INSERT OR IGNORE INTO {table} VALUES ({places})", values)
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
    wanted: dict[str, str] = {}
    for identifier in ids:
        for concept in bank.find_concepts([identifier]):
            wanted.setdefault(concept, identifier)
    if not wanted:
        return ()
    with open_store(path) as store:
        return tuple(store.nudge(concept, identifier, at) for concept, identifier in wanted.items())


def _parse_moment(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _is_plain(row: Mapping[str, Any]) -> bool:
    """Whether a row of the log has a day, and nothing in it that JSON has no word for."""
    try:
        date.fromisoformat(row["day"])
    except (TypeError, ValueError):
        return False
    return not any(isinstance(one, bytes) for one in row.values())


def _read_rows(database: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY at, uid")]


__all__ = ["MIGRATIONS", "SCHEMA", "LoggedAnswer", "Store", "open_store", "schedule_misconceptions"]
