"""One file, safe against crashes, two sessions at once, other versions and damage."""

from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from grader.course.data_folder import get_data_folder
from grader.errors import KitError
from grader.quiz.store import MIGRATIONS, SCHEMA, LoggedAnswer, open_store
from grader.storage import database
from grader.storage.database import HOME_VARIABLE, Migration, begin_transaction, open_database

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[1]


def line(concept: str = "c", minutes: int = 0, share: float = 1.0, confidence: int | None = 3) -> LoggedAnswer:
    return LoggedAnswer("q", concept, "number", "0.08", share, confidence, AT + timedelta(minutes=minutes), ("LR-ONE",))


def test_what_is_recorded_reads_back(tmp_path: Path):
    path = tmp_path / "deep" / "er" / "p.sqlite3"
    with open_store(path) as store:
        card = store.record(line())
    with open_store(path) as store:
        assert store.find_card("c") == card
        assert store.list_cards() == (card,)
        (kept,) = store.list_answers()
        assert (kept.question, kept.given, kept.misconceptions, kept.at) == ("q", "0.08", ("LR-ONE",), AT)
        assert kept.expected is None
        assert store.find_last_asked() == {"q": AT}
        assert store.find_card("other") is None


def test_the_data_folder_is_the_named_one_or_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "mine"))
    assert get_data_folder() == tmp_path / "mine"
    with open_store():
        pass
    assert (tmp_path / "mine" / "fallline.sqlite3").is_file()
    monkeypatch.delenv(HOME_VARIABLE)
    assert get_data_folder().name == "fallline"


def _record_many(path: Path, concept: str, count: int) -> None:
    for number in range(count):
        with open_store(path) as store:
            store.record(line(concept, number))


def test_two_sessions_at_once_lose_nothing(tmp_path: Path):
    path = tmp_path / "p.sqlite3"
    spawn = multiprocessing.get_context("spawn")
    sessions = [spawn.Process(target=_record_many, args=(path, concept, 12)) for concept in ("shared", "shared", "own")]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join(60)
    assert [session.exitcode for session in sessions] == [0, 0, 0]
    with open_store(path) as store:
        assert len(store.list_answers()) == 36
        cards = {card.concept: card.reviews for card in store.list_cards()}
    assert cards == {"shared": 24, "own": 12}


def test_a_process_that_dies_in_the_middle_of_an_answer_leaves_the_answers_before_it(tmp_path: Path):
    path = tmp_path / "p.sqlite3"
    code = f"""
import os
from pathlib import Path
from grader.quiz.store import open_store, Store
from tests.test_quiz_store import line
with open_store(Path({str(path)!r})) as store:
    store.record(line("first"))
    Store._save_card = lambda *a: os._exit(9)
    store.record(line("second"))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, timeout=60)
    assert found.returncode == 9
    with open_store(path) as store:
        assert [a.concept for a in store.list_answers()] == ["first"]
        assert [card.concept for card in store.list_cards()] == ["first"]
        store.record(line("third"))


def _insert_and_fail(file: sqlite3.Connection) -> None:
    file.execute("INSERT INTO quiz_nudges VALUES ('u', 'now', 'today', 'c', 'BC-NONE')")
    file.execute("INSERT INTO nowhere VALUES (1)")


def test_a_failing_transaction_leaves_nothing(tmp_path: Path):
    with open_database(MIGRATIONS, tmp_path / "p.sqlite3") as file:
        with pytest.raises(sqlite3.OperationalError), begin_transaction(file):
            _insert_and_fail(file)
        assert file.execute("SELECT COUNT(*) FROM quiz_nudges").fetchone()[0] == 0


def test_another_room_adds_its_tables_beside_the_quizs(tmp_path: Path):
    path = tmp_path / "p.sqlite3"
    with open_store(path) as store:
        store.record(line())
    mine = (Migration("progress", 1, ("CREATE TABLE progress_attempts (id TEXT)",)),)
    with open_database(mine, path) as file:
        file.execute("INSERT INTO progress_attempts VALUES ('a')")
    more = (*mine, Migration("progress", 2, ("ALTER TABLE progress_attempts ADD COLUMN score REAL",)))
    with open_database(more, path) as file:
        assert dict(file.execute("SELECT * FROM progress_attempts").fetchone()) == {"id": "a", "score": None}
    with open_store(path) as store:
        assert len(store.list_answers()) == 1


def test_a_failing_migration_leaves_the_file_as_it_was(tmp_path: Path):
    path = tmp_path / "p.sqlite3"
    with open_store(path) as store:
        store.record(line())
    broken = (*MIGRATIONS, Migration("quiz", 2, ("CREATE TABLE quiz_more (id TEXT)", "CREATE NONSENSE")))
    with pytest.raises(KitError), open_database(broken, path):
        pass
    with open_database(MIGRATIONS, path) as file:
        assert file.execute("SELECT version FROM rooms WHERE room = 'quiz'").fetchone()[0] == 1
        assert file.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'quiz_more'").fetchone()[0] == 0


def test_a_file_of_a_newer_kit_is_left_alone(tmp_path: Path):
    path = tmp_path / "p.sqlite3"
    with open_database((*MIGRATIONS, Migration("quiz", 2, ("CREATE TABLE quiz_new (id TEXT)",))), path):
        pass
    with pytest.raises(KitError, match="newer version"), open_store(path):
        pass


def test_a_damaged_file_is_named_and_kept(tmp_path: Path):
    path = tmp_path / "p.sqlite3"
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(KitError, match="cannot be used") as found, open_store(path):
        pass
    assert HOME_VARIABLE in found.value.mend
    assert path.read_bytes().startswith(b"this is no database")


def test_a_place_that_cannot_be_written_is_said_in_one_line(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(KitError, match="cannot be used"), open_store(tmp_path / "file" / "p.sqlite3"):
        pass


def test_a_session_that_waits_too_long_says_who_holds_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "p.sqlite3"
    with open_store(path):
        pass
    monkeypatch.setattr(database, "_MAX_WAIT_SECONDS", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(KitError) as found, open_store(path) as store:
            store.record(line())
        assert "Another session" in found.value.mend
    finally:
        holder.close()


def test_progress_moves_to_another_machine_and_joins_what_is_there(tmp_path: Path):
    with (
        open_store(tmp_path / "a.sqlite3") as here,
        open_store(tmp_path / "b.sqlite3") as there,
        open_store(tmp_path / "c") as all_,
    ):
        for number, (share, confidence) in enumerate([(1, 3), (0, 4), (1, 2), (1, 4)]):
            store = (here, there)[number % 2]
            store.record(line("shared", 60 * 24 * 3 * number, share, confidence))
        here.record(line("mine"))
        there.nudge("shared", "BC-NOPOW", AT + timedelta(days=12))
        dumps = [json.loads(json.dumps(store.dump())) for store in (here, there)]
        assert [all_.merge(dump) for dump in dumps] == [3, 3]
        assert [all_.merge(dump) for dump in dumps] == [0, 0], "taking it in twice changes nothing"
        assert here.merge(dumps[1]) == 3
        assert there.merge(dumps[0]) == 3
        assert here.list_cards() == there.list_cards() == all_.list_cards()
        assert here.dump() == there.dump() == all_.dump()
        shared = all_.find_card("shared")
        assert shared is not None
        assert (shared.reviews, shared.reason) == (4, "BC-NOPOW")


def test_a_history_replayed_is_the_card_that_was_kept(tmp_path: Path):
    with open_store(tmp_path / "a") as store, open_store(tmp_path / "b") as copy:
        for number, (share, confidence) in enumerate([(1, 3), (0, 4), (1, 3), (1, 4), (0, 1), (1, None)]):
            store.record(line("c", 60 * 24 * 2 * number, share, confidence))
            store.nudge("c", "MO-EMA", AT + timedelta(days=2 * number, hours=1))
        copy.merge(store.dump())
        assert copy.list_cards() == store.list_cards()


HALF = dict.fromkeys(("uid", "at", "day", "concept"), "x")


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"schema": "other"},
        {"schema": SCHEMA},
        {"schema": SCHEMA, "answers": [{}], "nudges": []},
        {"schema": SCHEMA, "answers": "x", "nudges": []},
        {"schema": SCHEMA, "answers": [HALF], "nudges": []},
    ],
)
def test_a_file_that_is_no_export_changes_nothing(tmp_path: Path, data: object):
    with open_store(tmp_path / "p.sqlite3") as store:
        store.record(line())
        before = store.dump()
        with pytest.raises(KitError):
            store.merge(data)  # type: ignore[arg-type]
        assert store.dump() == before
