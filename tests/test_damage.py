"""Damaged records, full disks, wrong clocks, names that are too long: told plainly, and nothing is lost."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import warm
from hypothesis import given
from hypothesis import strategies as st

from grader import course
from grader.learner.hints import make_hint
from grader.learner.history import open_history
from grader.quiz import schedule
from grader.quiz.loading import load_bank
from grader.quiz.schedule import AGAIN, EASY, GOOD, HARD, Answered, replay_history
from grader.quiz.session import list_due_turns, plan_sitting
from grader.quiz.statistics import compute_statistics
from grader.quiz.store import LoggedAnswer, open_store
from grader.view.document import build_report, make_document

ROOT = Path(__file__).parents[1]
STEM = "exercise03_bias_correction"
TODAY = date(2026, 11, 20)
LONG = "x" * 300


@pytest.fixture
def place(tmp_path):
    """A learner's workspace with a memory of its own, in which two exercises were graded and a hint was asked for."""
    folder = tmp_path / "mine"
    (folder / "exercises").mkdir(parents=True)
    for exercise in course.list_exercises():
        shutil.copy(course.locate_stub(exercise), folder / "exercises")
    stub = folder / "exercises" / f"{STEM}.py"
    stub.write_text(stub.read_text("utf-8").replace("raise NotImplementedError", "return moment", 1), "utf-8")
    return folder


def run(place, *words, code=None, before=(), typed=None):
    """`grade` in the workspace; what it said. Nothing ends in a traceback."""
    named = {"PYTHONPATH": str(ROOT), "FALLLINE_HOME": str(place.parent / "home"), "COLUMNS": "200"}
    if before:
        done = subprocess.run(
            [*before, sys.executable, "-m", "grader", *map(str, words)], cwd=place, env=os.environ | named,
            capture_output=True, text=True, timeout=120, input=typed, check=False,
        )  # fmt: skip
    else:
        done = warm.grade(*words, cwd=place, env=os.environ | named, typed=typed)
    told = " ".join((done.stdout + done.stderr).split())
    assert "Traceback" not in told, told[-2000:]
    assert code is None or done.returncode == code, told
    return told


def spoil(place, *statements):
    with sqlite3.connect(place.parent / "home" / "fallline.sqlite3") as database:
        for statement in statements:
            database.execute(statement)
    database.close()


# Broken records


@pytest.mark.parametrize(
    "broken",
    [
        "record = 'no json'", "record = '[]'", "record = '{}'", "record = NULL || 'x'", "record = x'ff00'",
        "record = json_remove(record, '$.checks[0].given')", "record = json_set(record, '$.diagnoses', 3)",
        "record = json_set(record, '$.checks[0].outcome', 1)", "record = json_set(record, '$.submission', '')",
        "score = 'many'", "best = 'x'", "rung = 'x'", "rung = -7", "rung = 1e300", "score = 9e999", "at = 7",
        "sha256 = x'00'", "status = 'no such'", "trouble = x'ff'",
    ],
)  # fmt: skip
def test_a_damaged_record_of_an_exercise_costs_its_memory_alone(tmp_path, graded, broken):
    report = graded("def bias_correct(moment, beta, t):\n    return moment\n")
    file, table = tmp_path / "memory.sqlite3", "progress_reports"
    with open_history(file) as memory:
        memory.record_report(report)
    with sqlite3.connect(file) as database:
        database.execute(f"CREATE TABLE loose AS SELECT * FROM {table}")  # a table that takes what it is given
        database.execute(f"UPDATE loose SET {broken}")
        database.execute(f"DROP TABLE {table}")
        database.execute(f"ALTER TABLE loose RENAME TO {table}")
        database.execute(f"CREATE UNIQUE INDEX known ON {table} (exercise)")
    database.close()
    with open_history(file) as memory:
        for last in (memory.find_last(STEM), *memory.read_all().values()):
            assert last is None or make_hint(last.report, last.level - 1) is not None
        memory.list_damaged()
        memory.record_report(report)
        assert memory.list_damaged() == ()
        assert make_document(memory.find_last(STEM).report) == json.loads(json.dumps(make_document(report)))


def test_what_is_damaged_is_named(place):
    run(place, "3", code=1)
    spoil(place, "UPDATE progress_reports SET record = '{'")
    assert "Hint 1" in run(place, "hint", "3", code=0), "a hint grades it anew"
    assert "is damaged" not in run(place, "list", code=0)
    spoil(place, "UPDATE progress_reports SET record = '{'")
    for words in ([], ["list"]):
        assert f"What is remembered of {STEM} is damaged: grade it again." in run(place, *words, code=0)


@pytest.mark.parametrize(
    "held", [b"no database at all, but long enough to be looked into" * 50, b"", b"SQLite format 3\0" + bytes(200)]
)
def test_a_file_that_is_no_database_is_told(place, held):
    home = place.parent / "home"
    home.mkdir()
    (home / "fallline.sqlite3").write_bytes(held)
    for words in (["list"], [], ["quiz", "--topics"], ["hint", "3"], ["3"]):
        told = run(place, *words)
        assert not held or "cannot be used" in told


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE quiz_cards SET due = 'soon'", "UPDATE quiz_cards SET due = '9999-12-31', last = '9999-12-30'",
        "UPDATE quiz_cards SET due = '1970-01-02', last = '1970-01-01'", "UPDATE quiz_cards SET stability = 'x'",
        "UPDATE quiz_cards SET stability = 9e999", "UPDATE quiz_cards SET stability = -1, difficulty = 0",
        "UPDATE quiz_cards SET reviews = 'x', lapses = -3", "UPDATE quiz_cards SET recheck = x'00', reason = x'ff'",
        "UPDATE quiz_answers SET at = 'never'", "UPDATE quiz_answers SET day = 'never'",
        "UPDATE quiz_answers SET at = '9999-12-31T23:59:59+00:00', day = '9999-12-31'",
        "UPDATE quiz_answers SET at = '0001-01-01T00:00:00+00:00', day = '0001-01-01'",
        "UPDATE quiz_answers SET at = '2026-03-01T00:00:00'", "UPDATE quiz_answers SET share = 'x', rating = 'x'",
        "UPDATE quiz_answers SET misconceptions = '{'", "UPDATE quiz_answers SET misconceptions = '7'",
        "UPDATE quiz_answers SET confidence = 'x'", "UPDATE quiz_answers SET kind = 7, given = x'ff'",
        "UPDATE quiz_answers SET rating = 77", "DELETE FROM quiz_answers; UPDATE quiz_cards SET due = 'x'",
    ],
)  # fmt: skip
def test_damaged_progress_of_the_quiz_is_left_out(tmp_path, broken):
    bank = load_bank()
    concept = next(iter(bank.concepts))
    file = tmp_path / "store.sqlite3"
    with open_store(file) as store:
        store.record(answered(TODAY - timedelta(days=3), concept))
        store.record(answered(TODAY - timedelta(days=3), "other"))
    with sqlite3.connect(file) as database:
        for statement in broken.split("; "):
            database.execute(statement)
    database.close()
    with open_store(file) as store:
        assert all(schedule.is_sound(card, TODAY) for card in store.list_cards(TODAY))
        compute_statistics(bank, store, TODAY)
        list_due_turns(bank, store, TODAY)
        plan_sitting(bank, store, TODAY)
        assert store.count_damaged() in (0, 2)
        dumped = json.loads(json.dumps(store.dump()))
        assert TODAY < store.record(answered(TODAY, concept)).due <= TODAY + timedelta(days=60)
        store.nudge(concept, "BC-NONE", datetime(2026, 11, 20, 12).astimezone())
    with open_store(tmp_path / "another.sqlite3") as store:
        store.merge(dumped)


def test_damaged_answers_are_told_by_the_quiz(place):
    run(place, "quiz", "--plain", "--count", "1", "--seed", "1", typed="a\n3\n\n\n\n")
    spoil(place, "UPDATE quiz_answers SET at = 'never'", "UPDATE quiz_cards SET due = 'never'")
    assert "1 answer of your progress is damaged and left out" in run(place, "quiz", "--stats", code=0)
    run(place, code=0)


# Clocks


def answered(day, concept="c", share=1.0):
    at = datetime(day.year, day.month, day.day, 12).astimezone()
    return LoggedAnswer("q", concept, "number", "1", share, 3, at)


@pytest.mark.parametrize("wrong", [date(1970, 1, 3), date(2000, 1, 1), date(2051, 5, 5), date(2098, 1, 1)])
def test_a_clock_that_was_wrong_for_a_day_changes_little(tmp_path, wrong):
    """The same answers with a right clock settle as much."""
    days = [TODAY - timedelta(days=9), TODAY - timedelta(days=6), TODAY]
    cards = []
    for name, second in (("wrong", wrong), ("right", days[1])):
        with open_store(tmp_path / name) as store:
            for day in (days[0], second, days[2]):
                store.record(answered(day))
            (card,) = store.list_cards(TODAY)
            cards.append(card)
    told, plain = cards
    assert TODAY <= told.due <= TODAY + timedelta(days=60)
    assert told.last == TODAY
    assert told.stability / plain.stability < 2
    assert plain.stability / told.stability < 2


@pytest.mark.parametrize("wrong", [date(1970, 1, 3), date(2051, 5, 5), date(9998, 12, 30)])
def test_what_was_answered_under_a_wrong_clock_comes_back_once_it_is_right(tmp_path, wrong):
    with open_store(tmp_path / "store") as store:
        store.record(answered(wrong))
        (card,) = store.list_cards(TODAY)
        assert card.due <= TODAY + timedelta(days=30)
        again = store.record(answered(TODAY))
        assert TODAY < again.due <= TODAY + timedelta(days=60)
        assert again.stability < 30


def test_progress_of_the_year_9999_can_be_taken_in(tmp_path):
    with open_store(tmp_path / "there") as store:
        store.record(answered(TODAY))
        data = store.dump()
    data["answers"][0] |= {"at": "9999-12-31T12:00:00+00:00", "day": "9999-12-31"}
    with open_store(tmp_path / "here") as store:
        assert store.merge(data) == 1
        (card,) = store.list_cards(TODAY)
        assert card.due <= TODAY + timedelta(days=30)


@given(
    days=st.lists(st.tuples(st.dates(), st.sampled_from([AGAIN, HARD, GOOD, EASY])), min_size=1, max_size=12),
    today=st.dates(min_value=date(2025, 1, 2), max_value=date(2090, 1, 1)),
)
def test_no_history_leads_to_a_card_that_cannot_be(days, today):
    card = replay_history("c", [Answered(day, rating) for day, rating in days], today)
    assert schedule.is_sound(card, today)
    assert 0 <= schedule.estimate_recall(card, today) <= 1


# Names, rights, disks


@pytest.mark.parametrize(
    "words",
    [
        ["3", f"{LONG}.py"], ["3", f"{LONG}/a.py"], ["start", LONG], ["release", LONG], ["--course", LONG, "list"],
        ["quiz", "--preview", LONG], ["quiz", "--import-progress", LONG], ["quiz", "--export-progress", LONG],
        ["quiz", "--export", "gift", "--to", LONG], ["new", "x", "--course", f"{LONG}/y"], ["trust", LONG],
        ["batch", "exercises", "-e", "3", "--out", LONG, "--sandbox", "process"], ["batch", LONG, "--out", "x"],
        ["export", "csv", LONG],
    ],
)  # fmt: skip
def test_a_name_that_is_too_long_is_told(place, words):
    run(place, *words)


@pytest.mark.skipif(
    sys.platform != "linux", reason="/proc/self/mem is a file that even root cannot read from its start"
)
def test_a_file_that_cannot_be_read_is_told_and_the_others_are_listed(place):
    stub = place / "exercises" / f"{STEM}.py"
    stub.unlink()
    stub.symlink_to("/proc/self/mem")
    for words in ([], ["list"], ["3"], ["hint", "3"], ["reset", "3", "--yes"], ["2"]):
        told = run(place, *words)
        if words == ["3"]:
            assert "cannot be read" in told


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="root gives itself away")
def test_a_folder_one_may_not_enter_is_told(place, tmp_path):
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o700)
    from grader.submission import read_submission

    child = os.fork()
    if child == 0:
        os.setresuid(65534, 65534, 65534)
        found = read_submission(course.find_exercise("3"), shut / "a.py").problem
        os._exit(0 if found and "cannot be read" in found.says else 1)
    assert os.waitpid(child, 0)[1] == 0


FULL = """
set -e
mount -t tmpfs -o size=128k none "$1"
cp -r "$2"/. "$1"
cd "$1"
shift 2
head -c 1M /dev/zero > filler 2>/dev/null || true
"$@" || echo "exit code $?"
cat exercises/exercise03_bias_correction.py | sha256sum
ls exercises
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare")
@pytest.mark.parametrize("words", [["reset", "3", "--yes"], ["notebook", "3", "--force"], ["notebook", "3"]])
def test_a_full_disk_leaves_the_old_file_whole(place, tmp_path, words):
    import hashlib

    disk = tmp_path / "disk"
    disk.mkdir()
    mine = (place / "exercises" / f"{STEM}.py").read_bytes()
    named = os.environ | {"PYTHONPATH": str(ROOT), "FALLLINE_HOME": str(tmp_path / "home"), "COLUMNS": "200"}
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", FULL, "sh", disk, place, sys.executable, "-m", "grader", *words],
        env=named, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip(f"no disk to fill: {done.stderr}")
    told = " ".join((done.stdout + done.stderr).split())
    assert "Traceback" not in told
    assert "The disk is full" in told
    assert "Nothing was changed." in told
    assert "exit code 2" in told
    assert hashlib.sha256(mine).hexdigest() in told
    assert ".part" not in told
    assert "backup" not in told


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare")
def test_a_full_disk_is_told_as_that_and_the_progress_stays(place, tmp_path):
    run(place, "3", code=1)
    disk = tmp_path / "disk"
    disk.mkdir()
    script = (
        'set -e; mount -t tmpfs -o size=256k none "$1"; cp -r "$2"/. "$1"\n'
        'export FALLLINE_HOME="$1"; cd "$3"; shift 3\n'
        'head -c 1M /dev/zero > "$FALLLINE_HOME/filler" 2>/dev/null || true\n"$@" || true'
    )
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", disk, place.parent / "home", place, sys.executable, "-m", "grader",
         "3", "--sandbox", "process"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip(f"no disk to fill: {done.stderr}")
    assert "Traceback" not in done.stderr
    assert "make room" in done.stderr, done.stderr
    assert "Move the file away" not in done.stderr


def test_a_fresh_stub_keeps_the_rights_and_the_link_of_the_old(place, tmp_path):
    stub, real = place / "exercises" / f"{STEM}.py", tmp_path / "elsewhere.py"
    shutil.move(stub, real)
    real.chmod(0o640)
    stub.symlink_to(real)
    run(place, "reset", "3", "--yes", code=0)
    assert stub.is_symlink()
    assert real.read_bytes() == course.locate_stub(course.find_exercise("3")).read_bytes()
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_workspace_that_cannot_be_finished_leaves_nothing(tmp_path, place):
    told = run(place, "start", "/proc/nowhere", code=2)
    assert "cannot be used" in told


def test_a_report_that_this_kit_writes_is_one_that_it_reads(graded):
    stub = course.locate_stub(course.find_exercise("3")).read_text("utf-8")
    for text in (stub, stub.replace("raise NotImplementedError", "return moment"), "", "def f(:"):
        told = json.loads(json.dumps(make_document(graded(text))))
        assert make_document(build_report(told)) == told
