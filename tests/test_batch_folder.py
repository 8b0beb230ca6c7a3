"""A folder of results: what every run into it knew stays, and what is not ours is not believed."""

from __future__ import annotations

import contextlib
import csv
import itertools
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from msgspec.structs import replace
from test_batch_run import LIMITS, grades, handed, records

from grader import course
from grader.batch import lock, mark, results
from grader.batch.engine import Settings
from grader.batch.gather import gather
from grader.batch.nouns import Handed, Skipped
from grader.batch.remarks import iterate_skipped_lines, iterate_student_lines
from grader.batch.run import Batch
from grader.cli.batch import command
from grader.cli.export import command as export
from grader.errors import KitError
from grader.model import Finding, Report
from grader.storage import seals

OUTCOMES = {b"aside": "set_aside", b"tried": "attempt"}


class Quick:
    """An engine that grades nothing and answers at once; the first words of a file say what became of it."""

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause
        self.graded: list[str] = []

    def run(self, pieces, heard, settings):
        for piece in pieces:
            time.sleep(self.pause)
            self.graded.append(piece.submission.author.id)
            found = OUTCOMES.get(piece.submission.source[:5], "syntax")
            told = piece.submission.problem or Finding(found, f"It told {piece.seed}. And more.")
            heard(piece, Report(piece.submission, findings=(told,)))


def run(work: list[Handed], out: Path, **options):
    options = {"engine": Quick(), "settings": Settings(LIMITS, "process"), "skipped": ()} | options
    return Batch(handed=work, out=out, **options).run()


def class_of(exercise, count: int, version: str = "") -> list[Handed]:
    return handed(exercise, **{f"s{place:03}": f"# {place} {version}" for place in range(count)})


def rows(out: Path) -> set[tuple[str, str]]:
    with (out / "grades.csv").open(newline="", encoding="utf-8") as file:
        return {(row["exercise"], row["student"]) for row in csv.DictReader(file)}


def remarks(out: Path) -> list[list[str]]:
    return [line.split("\t") for line in (out / "remarks.txt").read_text("utf-8").splitlines()]


# A later run takes nothing away


def test_other_students_and_another_exercise_add_to_the_folder(exercise03, tmp_path):
    other = course.find_exercise("1")
    run(handed(exercise03, ada="# a", bob="# b"), tmp_path)
    result = run(handed(exercise03, cyd="# c"), tmp_path)
    assert [line for line in result.messages if "2 students of an earlier run" in line]
    result = run(handed(other, ada="# a"), tmp_path)
    assert rows(tmp_path) == {(exercise03.stem, who) for who in ("ada", "bob", "cyd")} | {(other.stem, "ada")}
    assert len(records(tmp_path)) == 4
    assert f"3 results of {exercise03.stem} from an earlier run stay." in result.messages
    run(handed(exercise03, bob="# b"), tmp_path)
    assert ["ada", f"Not in the latest run; the earlier result of {exercise03.stem} stays."] in remarks(tmp_path)


def test_one_student_who_is_not_in_this_run_is_one(exercise03, tmp_path):
    run(handed(exercise03, ada="# a", bob="# b"), tmp_path)
    result = run(handed(exercise03, ada="# a"), tmp_path)
    assert any("1 student of an earlier run is not in this one" in line for line in result.messages)


@pytest.mark.parametrize("folder", ["sheets.html", "sheets-key.csv"])
def test_a_folder_in_the_place_of_own_questions_is_refused_before_anything_is_graded(folder, tmp_path):
    lay(tmp_path / "work", "ada")
    (tmp_path / folder).mkdir()
    words = [str(tmp_path / "work"), "-e", "3", "--out", str(tmp_path / "out"), "--sandbox", "process"]
    done = CliRunner().invoke(command, [*words, "--own-questions", str(tmp_path / "sheets.html")])
    assert done.exit_code == 2 or isinstance(done.exception, KitError)
    assert not (tmp_path / "out").exists()


def test_a_new_version_replaces_the_old_row_once_it_is_graded(exercise03, tmp_path):
    run(handed(exercise03, ada="# old"), tmp_path)
    old = grades(tmp_path)["ada"]["sha256"]

    class Watched(Quick):
        def run(self, pieces, heard, settings):
            assert grades(tmp_path)["ada"]["sha256"] == old
            super().run(pieces, heard, settings)

    run(handed(exercise03, ada="# new"), tmp_path, engine=Watched())
    assert grades(tmp_path)["ada"]["sha256"] != old
    assert len(records(tmp_path)) == 1


@pytest.mark.parametrize("now", [None, "aside"])
def test_what_is_worth_less_than_the_earlier_result_does_not_replace_it(now, exercise03, tmp_path):
    run(handed(exercise03, ada="# old"), tmp_path)
    before = grades(tmp_path)["ada"]
    result = run(handed(exercise03, ada=now), tmp_path)
    assert grades(tmp_path)["ada"] == before
    assert [line for line in result.messages if line.startswith("1 student handed in nothing")]
    assert [who for who, what in remarks(tmp_path) if "the earlier result" in what] == ["ada"]


def test_a_file_that_cannot_be_read_this_time_keeps_its_earlier_result(exercise03, tmp_path):
    (ada,) = handed(exercise03, ada="# old")
    run([ada], tmp_path)
    before = grades(tmp_path)["ada"]

    def fails():
        raise OSError(5, "Input/output error")

    run([replace(ada, entry=replace(ada.entry, read=fails))], tmp_path)
    assert grades(tmp_path)["ada"] == before


def test_work_set_aside_keeps_its_row_and_is_tried_again(exercise03, tmp_path):
    work = handed(exercise03, ada="aside")
    run(work, tmp_path)
    assert grades(tmp_path)["ada"]["status"] == "set_aside"
    again = Quick()
    run(work, tmp_path, engine=again)
    assert again.graded == ["ada"]


def test_fresh_grades_all_that_is_there_and_takes_nobody_away(exercise03, tmp_path):
    run(class_of(exercise03, 4), tmp_path)
    again = Quick()
    run(class_of(exercise03, 2), tmp_path, engine=again, fresh=True)
    assert again.graded == ["s000", "s001"]
    assert len(rows(tmp_path)) == 4


def test_what_was_remarked_and_passed_over_stays_told(exercise03, tmp_path):
    (ada,) = handed(exercise03, ada="# a")
    other = (Skipped("week1/x.pdf", "no code"),)
    run([replace(ada, late=True)], tmp_path, sources=["week1"], skipped=other)
    run(handed(exercise03, bob="# b"), tmp_path, sources=["week2"], skipped=(Skipped("week2/y.pdf", "no code"),))
    said = (tmp_path / "remarks.txt").read_text("utf-8")
    assert "Handed in late: ada.py." in said
    assert "week1/x.pdf, week2/y.pdf" in said
    run([], tmp_path, sources=["week1"])
    assert "week1/x.pdf" not in (tmp_path / "remarks.txt").read_text("utf-8")


def test_pages_asked_for_once_are_written_anew_by_every_later_run(exercise03, tmp_path):
    result = run(handed(exercise03, ada="# a"), tmp_path, formats={"pages", "junit"})
    assert result.formats == ("junit", "pages")
    assert run(handed(exercise03, ada="# b"), tmp_path).formats == ("junit", "pages")


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from test_batch_folder import Quick, class_of, run
from grader import course
run(class_of(course.find_exercise("3"), int(sys.argv[2]), sys.argv[3]), Path(sys.argv[1]), engine=Quick(0.001))
"""


def started(out: Path, count: int, version: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", KILLED, str(out), str(count), version], cwd=ROOT)


@pytest.mark.skipif(os.name != "posix", reason="a kill that cannot be caught is POSIX's")
def test_killed_at_any_moment_a_folder_never_holds_less(exercise03, tmp_path):
    run(class_of(exercise03, 150), tmp_path)
    chance = random.Random(3)
    for attempt in range(12):
        # Other files, fewer of them: each run replaces rows, and none may go.
        killed = started(tmp_path, chance.choice([40, 150]), str(attempt))
        deadline = time.monotonic() + chance.uniform(0.3, 2.0)
        while time.monotonic() < deadline and killed.poll() is None:
            assert len(rows(tmp_path)) == 150
            time.sleep(0.01)
        killed.kill()
        killed.wait()
        assert len(rows(tmp_path)) == 150
        assert len(list(results.read(tmp_path))) == 150
    result = run(class_of(exercise03, 150, "last"), tmp_path)
    assert result.statuses.total() == len(rows(tmp_path)) == len(records(tmp_path)) == 150
    assert not result.messages


def test_two_runs_at_once_lose_nothing_and_the_second_says_that_it_waits(exercise03, tmp_path):
    both = [started(tmp_path, 60, ""), started(tmp_path, 120, "")]
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    assert len(rows(tmp_path)) == len(records(tmp_path)) == 120


def test_who_waits_is_told_why(exercise03, tmp_path):
    first = started(tmp_path, 1500, "")
    while not (tmp_path / "grades.csv").exists():
        assert first.poll() is None
        time.sleep(0.02)
    told: list[str] = []
    run(handed(exercise03, ada="# a"), tmp_path, tell=told.append)
    assert first.wait() == 0
    assert len(rows(tmp_path)) == 1501
    assert [line for line in told if "Another `grade batch` writes into" in line]


def test_an_export_reads_a_folder_while_a_batch_writes_there(exercise03, tmp_path):
    run(class_of(exercise03, 50), tmp_path / "out")
    writing = started(tmp_path / "out", 50, "again")
    while writing.poll() is None:
        done = CliRunner().invoke(export, ["csv", str(tmp_path / "out"), "--to", str(tmp_path / "grades.csv")])
        assert done.exit_code == 0, done.output
        assert (tmp_path / "grades.csv").read_text("utf-8").count("\n") == 51


# What is not ours is not believed


def forge(folder: Path, score: str) -> None:
    """Write what a student would like to stand there, in the journal's own form."""
    database = sqlite3.connect(folder / "journal.sqlite")
    for number, text in database.execute("SELECT rowid, record FROM graded").fetchall():
        database.execute("UPDATE graded SET record = ? WHERE rowid = ?", (text.replace("unreadable", score), number))
    database.commit()
    database.close()


def test_a_changed_record_is_graded_anew_and_told(exercise03, tmp_path):
    work = handed(exercise03, ada="# a", bob="# b")
    run(work, tmp_path)
    forge(tmp_path, "passed")
    told: list[str] = []
    again = Quick()
    run(work, tmp_path, engine=again, tell=told.append)
    assert sorted(again.graded) == ["ada", "bob"]
    assert {row["status"] for row in grades(tmp_path).values()} == {"unreadable"}
    assert "2 records" in told[0]
    assert (tmp_path / "grades.before-1.csv").is_file()


def test_another_name_on_a_record_is_not_believed(exercise03, tmp_path):
    run(handed(exercise03, ada="# a"), tmp_path)
    database = sqlite3.connect(tmp_path / "journal.sqlite")
    database.execute("UPDATE handed SET student = 'bob', identity = replace(identity, 'ada', 'bob')")
    database.commit()
    database.close()
    assert [record["student"]["id"] for record in results.read(tmp_path)] == ["ada"]  # from the reports
    run(handed(exercise03, cyd="# c"), tmp_path)
    assert rows(tmp_path) == {(exercise03.stem, "cyd")}


@pytest.mark.parametrize(
    "change",
    [
        "handed SET run = 9223372036854775807",
        "handed SET run = 'soon'",
        "handed SET run = -1, place = x'00'",
        "handed SET student = CAST(student AS BLOB)",
        "graded SET worth = 'much'",
        "graded SET record = CAST(record AS BLOB)",
        "about SET value = CAST(value AS BLOB)",
        "about SET seal = 1.5",
    ],
)
def test_numbers_and_kinds_that_are_under_no_seal_do_no_harm(change, exercise03, tmp_path):
    work = handed(exercise03, ada="# a")
    run(work, tmp_path)
    database = sqlite3.connect(tmp_path / "journal.sqlite")
    database.execute(f"UPDATE {change}")
    database.commit()
    database.close()
    run(work, tmp_path, engine=Quick())
    assert rows(tmp_path) == {(exercise03.stem, "ada")}


def test_a_journal_of_another_user_is_put_aside_and_nothing_in_it_believed(exercise03, tmp_path, monkeypatch):
    work = handed(exercise03, ada="# a")
    monkeypatch.setenv("FALLLINE_HOME", str(tmp_path / "student"))
    run(work, tmp_path / "out")
    theirs = seals.get_key_path().read_bytes()
    monkeypatch.setenv("FALLLINE_HOME", str(tmp_path / "instructor"))
    told: list[str] = []
    again = Quick()
    run(work, tmp_path / "out", engine=again, tell=told.append)
    assert again.graded == ["ada"]
    assert "nothing in it is believed" in told[0]
    assert (tmp_path / "out" / "journal.before-1.sqlite").is_file()
    assert seals.get_key_path().read_bytes() != theirs
    quiet: list[str] = []
    run(work, tmp_path / "out", engine=Quick(), tell=quiet.append)
    assert not quiet


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER better AFTER INSERT ON graded BEGIN UPDATE graded SET record = 'x'; END",
        "CREATE VIEW more AS SELECT * FROM graded",
        "ALTER TABLE graded ADD COLUMN more TEXT",
        "DROP TABLE handed",
    ],
)
def test_a_journal_with_other_tables_is_put_aside(statement, exercise03, tmp_path):
    work = handed(exercise03, ada="# a")
    run(work, tmp_path)
    database = sqlite3.connect(tmp_path / "journal.sqlite")
    database.execute(statement)
    database.commit()
    database.close()
    again = Quick()
    run(work, tmp_path, engine=again)
    assert len(rows(tmp_path)) == 1


@pytest.mark.skipif(os.name != "posix", reason="links need no rights on POSIX")
@pytest.mark.parametrize(
    "name", ["journal.sqlite", "grades.csv", ".grades.csv.part", mark.MARK, "reports.jsonl", lock.LOCK]
)
def test_nothing_is_written_through_a_link_that_came_along(name, exercise03, tmp_path):
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).symlink_to(tmp_path / "precious")
    run(handed(exercise03, ada="# a"), tmp_path / "out")
    assert (tmp_path / "precious").read_text() == "mine"
    assert len(rows(tmp_path / "out")) == 1


@pytest.mark.skipif(os.name != "posix", reason="links need no rights on POSIX")
def test_no_page_is_written_through_a_link_that_came_along(exercise03, tmp_path):
    lay(tmp_path / "work", "ada")
    (tmp_path / "mine").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "feedback").symlink_to(tmp_path / "mine")
    words = [str(tmp_path / "work"), "-e", "3", "--out", str(tmp_path / "out"), "--sandbox", "process", "--feedback"]
    done = CliRunner().invoke(command, words)
    assert isinstance(done.exception, KitError)
    assert "is a link" in done.exception.what
    assert not list((tmp_path / "mine").iterdir())


def test_files_of_somebody_elses_with_our_names_are_kept(exercise03, tmp_path):
    (tmp_path / "grades.csv").write_text("Identifier,Full name\n")
    run(handed(exercise03, ada="# a"), tmp_path)
    assert (tmp_path / "grades.before-1.csv").read_text() == "Identifier,Full name\n"


# Damage is told and what can be read stays


@pytest.mark.parametrize("how", ["pages", "cut", "zeros", "text", "empty", "gone"])
def test_a_damaged_journal_keeps_what_can_be_read(how, exercise03, tmp_path):
    work = class_of(exercise03, 300)
    run(work, tmp_path)
    path = tmp_path / "journal.sqlite"
    whole = bytearray(path.read_bytes())
    if how == "pages":
        for page in range(5, len(whole) // 4096, 4):
            whole[page * 4096 : (page + 1) * 4096] = os.urandom(4096)
    changed = {"pages": bytes(whole), "cut": bytes(whole[: len(whole) // 2 + 77]), "zeros": bytes(len(whole)),
               "text": b"this is no database\n" * 300, "empty": b"", "gone": b""}[how]  # fmt: skip
    path.write_bytes(changed)
    if how == "gone":
        path.unlink()
    told: list[str] = []
    again = Quick()
    run(work, tmp_path, engine=again, tell=told.append)
    assert len(rows(tmp_path)) == len(records(tmp_path)) == 300
    assert len(told) == 1
    assert (len(again.graded) < 300) == (how in ("pages", "cut")), told
    quiet: list[str] = []
    run(work, tmp_path, engine=again, tell=quiet.append)
    assert not quiet


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="whoever may do all can write everywhere")
def test_a_folder_that_may_not_be_written_is_told_with_a_mend(exercise03, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(KitError, match="cannot be written"):
        run(handed(exercise03, ada="# a"), tmp_path)


def test_a_lost_key_is_told_with_a_mend(tmp_path, monkeypatch):
    monkeypatch.setenv("FALLLINE_HOME", str(tmp_path))
    (tmp_path / "instructor").mkdir()
    (tmp_path / "instructor" / "key").write_text("half")
    with pytest.raises(KitError, match="holds no key"):
        seals.make_seal("x")


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")
def test_the_key_is_its_users_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("FALLLINE_HOME", str(tmp_path))
    assert seals.is_sealed(seals.make_seal("a", "b"), "a", "b")
    assert not seals.is_sealed(seals.make_seal("a", "b"), "ab", "")
    assert stat.S_IMODE(seals.get_key_path().stat().st_mode) == 0o600
    assert stat.S_IMODE(seals.get_key_path().parent.stat().st_mode) == 0o700


# Our own folders among the students'


def lay(folder: Path, *students: str) -> None:
    for student in students:
        (folder / student).mkdir(parents=True)
        (folder / student / "exercise03.py").write_text(f"# {student}")


def test_results_inside_the_class_become_no_student(exercise03, tmp_path):
    lay(tmp_path, "ada", "bob")
    for out in ("graded", "week2/graded"):
        run(handed(exercise03, zoe="# z"), tmp_path / out, formats={"pages"})
        (tmp_path / out / "feedback").mkdir()
        (tmp_path / out / "feedback" / "ada.html").write_text("<p>")
    found = gather(tmp_path, [exercise03])
    assert [one.author.id for one in found.handed] == ["ada", "bob"]
    assert {one.path for one in found.skipped} >= {"graded", "week2/graded"}


def test_results_in_the_very_folder_of_the_class_become_no_student(exercise03, tmp_path):
    lay(tmp_path, "ada", "bob")
    run(handed(exercise03, zoe="# z"), tmp_path)
    (tmp_path / "feedback").mkdir()
    (tmp_path / "feedback" / "ada.html").write_text("<p>")
    assert [one.author.id for one in gather(tmp_path, [exercise03]).handed] == ["ada", "bob"]


def test_a_forged_mark_hides_nobodys_work(exercise03, tmp_path):
    lay(tmp_path, "ada", "bob")
    (tmp_path / "bob" / mark.MARK).write_text("abc 123")
    assert [one.author.id for one in gather(tmp_path, [exercise03]).handed] == ["ada", "bob"]


def test_exported_folders_are_known_too(exercise03, tmp_path):
    lay(tmp_path, "ada", "bob")
    run(handed(exercise03, ada="# a"), tmp_path / "graded")
    done = CliRunner().invoke(export, ["pages", str(tmp_path / "graded"), "--to", str(tmp_path / "pages")])
    assert done.exit_code == 0, done.output
    assert [one.author.id for one in gather(tmp_path, [exercise03]).handed] == ["ada", "bob"]


# What is told


def test_remarks_hold_one_line_a_student_and_kind(exercise03, tmp_path):
    (ada,) = handed(exercise03, ada="tried")
    remarks_of = tuple(f"Taken of 2 files: {name}.py." for name in "abcde")
    why = "another file of the same student counts"
    skipped = [Skipped(f"bob/lib{place}.py", why, who="bob") for place in range(900)]
    skipped += [Skipped(f"x/{place}/.git", "a hidden file", rubbish=True) for place in range(900)]
    result = run([replace(ada, remarks=remarks_of)], tmp_path, skipped=skipped)
    lines = remarks(tmp_path)
    assert [who for who, _ in lines] == ["ada", "ada", "bob", "(class)"]
    assert "And 2 more of this kind." in lines[1][1]
    assert lines[2][1].startswith("900 files and folders: another file of the same student counts (bob/lib0.py,")
    assert [who for who, _ in result.attempts] == ["ada"]


@pytest.mark.skipif(os.name != "posix", reason="a signal as Ctrl-C sends it")
def test_nobody_speaks_for_the_class():
    ours = [("(class)", "Taken of 2 files: a.py.")], [Skipped("(Class)", "no code"), Skipped("x", "odd", who="(class)")]
    more = Skipped("y", "odd", who="(class)")
    lines = [*iterate_student_lines(ours[0]), *iterate_skipped_lines([*ours[1], more])]
    assert [who for who, _ in lines] == ['"(class)"', '"(Class)"', '"(class)"']


def begin_batch(solution: str, folder: Path, **streams) -> subprocess.Popen[str]:
    """A batch of forty in a process group of its own, some of which are done."""
    for place in range(40):
        (folder / "work" / f"s{place}").mkdir(parents=True)
        (folder / "work" / f"s{place}" / "exercise03.py").write_text(f"{solution}\n# {place}")
    words = [sys.executable, "-m", "grader", "batch", "work", "-e", "3", "--out", "out", "--sandbox", "process", "-j1"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    batch = subprocess.Popen(words, cwd=folder, env=environment, text=True, start_new_session=True, **streams)
    journal = folder / "out" / "journal.sqlite"

    def some() -> bool:
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(journal)) as database:
            return database.execute("SELECT count(*) FROM handed").fetchone()[0] > 2
        return False

    while not (journal.exists() and some()):
        assert batch.poll() is None
        time.sleep(0.05)
    return batch


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"])
@pytest.mark.parametrize("send", ["kill", "killpg"])
def test_after_an_ending_signal_the_command_says_how_much_is_done(send, name, solution, tmp_path):
    batch = begin_batch(solution, tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    ending = signal.Signals[name]
    getattr(os, send)(batch.pid, ending)  # a terminal sends it to the whole group
    said, err = batch.communicate(timeout=60)
    said = " ".join(said.split())
    assert (batch.returncode, err) == (128 + ending, "")
    assert " of 40 are done and kept in out; the same command goes on from there." in said
    graded = [row for row in grades(tmp_path / "out").values() if row["score"]]
    assert 2 < len(graded) < 40 == len(rows(tmp_path / "out"))


@pytest.mark.skipif(os.name != "posix", reason="terminals are POSIX's")
def test_a_terminal_that_is_closed_ends_a_batch_as_ctrl_c_does(solution, tmp_path):
    master, slave = os.openpty()
    batch = begin_batch(solution, tmp_path, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    os.close(master)
    os.killpg(batch.pid, signal.SIGHUP)
    assert batch.wait(timeout=60) == 128 + signal.SIGHUP
    assert len(rows(tmp_path / "out")) == 40


@pytest.mark.skipif(os.name != "posix", reason="head is POSIX's")
@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_a_reader_that_closes_early_costs_no_pages(plain, solution, tmp_path):
    for student in ("ada", "bob"):
        (tmp_path / "work" / student).mkdir(parents=True)
        (tmp_path / "work" / student / "exercise03.py").write_text(f"{solution}\n# {student}")
    words = [*plain, "batch", "work", "-e", "3", "--out", "out", "--sandbox", "process", "--feedback", "--similar"]
    pipe = 'set -o pipefail; "$@" | head -c 1'
    done = subprocess.run(
        ["bash", "-c", pipe, "bash", sys.executable, "-m", "grader", *words],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "out" / "feedback").iterdir()} == {"ada.html", "bob.html"}
    assert (tmp_path / "out" / "class.html").exists()
    assert (tmp_path / "out" / "similar.csv").exists()


def test_by_default_each_round_in_a_folder_draws_inputs_that_its_files_keep(exercise03, tmp_path):
    def seeds(out: str, **options) -> dict[str, str]:
        people = options.pop("people", {"ada": "# a", "bob": "# b"})
        run(handed(exercise03, **people), tmp_path / out, **{"fresh": True, "seed": None, **options})
        return {record["student"]["id"]: record["findings"][0]["says"] for record in records(tmp_path / out)}

    first, again, moved = seeds("one"), seeds("one"), seeds("two")
    assert first == again
    assert len(set(first.values())) == len(set(moved.values())) == 1
    assert first != moved
    later = seeds("one", people={"ada": "# better", "bob": "# b", "eve": "# e"}, fresh=False)
    assert later["ada"] == later["eve"] != later["bob"] == first["bob"]
    shutil.move(tmp_path / "one", tmp_path / "three")
    assert seeds("three", people={"bob": "# b"})["bob"] == first["bob"]
    assert seeds("four", seed=7) == seeds("five", seed=7) == dict.fromkeys(("ada", "bob"), "It told 7. And more.")
    assert seeds("six", secret="s", seed=0) == seeds("seven", secret="s", seed=0)


def test_a_run_that_was_broken_off_goes_on_with_the_inputs_of_its_round(exercise03, tmp_path):
    class Broken(Quick):
        def run(self, pieces, heard, settings):
            super().run(itertools.islice(pieces, 1), heard, settings)
            raise KeyboardInterrupt

    people = {"ada": "# a", "bob": "# b"}
    with pytest.raises(KeyboardInterrupt):
        run(handed(exercise03, **people), tmp_path, engine=Broken(), seed=None)
    run(handed(exercise03, **people), tmp_path, seed=None)
    told = {record["student"]["id"]: record["findings"][0]["says"] for record in records(tmp_path)}
    assert told["ada"] == told["bob"]


def test_grade_batch_takes_a_secret_of_the_folder_unless_a_seed_is_named(solution, tmp_path, monkeypatch):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "exercise03.py").write_text(solution)
    told = []

    def stopped(batch: Batch) -> None:
        told.append((batch.seed, batch.secret))
        raise KeyboardInterrupt

    monkeypatch.setattr(Batch, "run", stopped)
    for words in ([], ["--seed", "0"], ["--secret", "s"]):
        CliRunner().invoke(command, [str(tmp_path), "-e", "3", "--out", str(tmp_path / "out"), *words])
    assert told == [(None, ""), (0, ""), (0, "s")]
