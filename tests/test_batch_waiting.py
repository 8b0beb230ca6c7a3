"""A batch that was stopped: what it was given and has not come to is no grade, in no export."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from exports import zip_of
from test_batch_folder import Quick, class_of, run
from test_batch_run import grades, handed, records
from test_batch_sources import lay_gradebook, read_cells

from grader import course
from grader.batch import results
from grader.cli.export import command as export

STUDENTS = 40


def lay_two(path: Path) -> Path:
    files = {}
    for number in (1, 3):
        stem = course.find_exercise(str(number)).stem
        source = (ROOT / "solutions" / f"{stem}.py").read_bytes()
        for place in range(STUDENTS):
            name = f"s{place:02}_{1000 + place}_{number}{5000 + place}_{stem}.py"
            files[name] = source + f"\n# {place}\n".encode()
    return zip_of(path, files)


def count_graded(out: Path, number: int) -> int:
    try:
        with sqlite3.connect(out / "journal.sqlite") as database:
            question = "SELECT count(*) FROM handed WHERE exercise LIKE ?"
            return int(database.execute(question, (f"exercise{number:02}%",)).fetchone()[0])
    except sqlite3.Error:
        return 0


def start(source: Path, out: Path) -> subprocess.Popen[str]:
    words = ["batch", str(source), "-e", "1", "-e", "3", "--out", str(out), "-j", "1", "--sandbox", "process"]
    return subprocess.Popen(
        [sys.executable, "-m", "grader", *words], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_half_a_sum_is_no_grade_after_a_stop(how, tmp_path):
    source, out = lay_two(tmp_path / "two.zip"), tmp_path / "out"
    book, filled = lay_gradebook(tmp_path / "book.csv", "7.00"), tmp_path / "filled.csv"
    process = start(source, out)
    while process.poll() is None and count_graded(out, 3) < 3:
        time.sleep(0.02)
    process.send_signal(how)
    process.communicate()
    whole = count_graded(out, 3)
    assert whole < STUDENTS
    words = ["canvas", str(out), "--gradebook", str(book), "--sum", "--to", str(filled)]
    done = CliRunner().invoke(export, words)
    assert done.exit_code == 0, done.output
    # Canvas's column takes ten points, so both exercises together are scaled to ten.
    assert sorted(read_cells(filled)) == sorted(["10.00"] * whole + ["7.00"] * (STUDENTS - whole))
    assert f"this batch was stopped at {STUDENTS + whole} of {2 * STUDENTS}" in " ".join(done.output.split())
    results_to = tmp_path / "results"
    done = CliRunner().invoke(export, ["gradescope", str(out), "--no-autograder", "--to", str(results_to)])
    assert len(list(results_to.glob("*/results.json"))) == whole, done.output
    resumed = start(source, out)
    said, _nothing = resumed.communicate()
    assert resumed.returncode == 0, said
    done = CliRunner().invoke(export, words)
    assert read_cells(filled) == ["10.00"] * STUDENTS
    assert "stopped" not in done.output


class Stopped(Quick):
    """An engine that somebody stops after three."""

    def run(self, pieces, heard, settings):
        for place, piece in enumerate(pieces):
            if place == 3:
                raise KeyboardInterrupt
            super().run([piece], heard, settings)


def stop(work, out: Path, **options) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(work, out, engine=Stopped(), **options)


def test_an_earlier_result_is_no_grade_of_a_newer_file_that_waits(exercise03, tmp_path):
    run(class_of(exercise03, 5), tmp_path)
    stop(class_of(exercise03, 5, "newer"), tmp_path)
    found = [record["status"] for record in results.read(tmp_path)]
    assert found == ["unreadable"] * 3 + ["set_aside"] * 2
    assert {row["status"] for row in grades(tmp_path).values()} == {"unreadable"}  # the folder itself loses nothing
    assert results.find_standing(tmp_path) == results.Standing(3, 5)
    run(class_of(exercise03, 5, "newer"), tmp_path)
    assert {record["status"] for record in results.read(tmp_path)} == {"unreadable"}
    assert results.find_standing(tmp_path) is None


def test_what_waits_stays_noted_while_other_students_are_graded(exercise03, tmp_path):
    stop(class_of(exercise03, 5), tmp_path)
    run(handed(exercise03, zoe="# z"), tmp_path)
    aside = [record["student"]["id"] for record in results.read(tmp_path) if record["status"] == "set_aside"]
    assert aside == ["s003", "s004"]
    assert [row["student"] for row in grades(tmp_path).values() if row["status"] == "set_aside"] == aside
    # On a machine without this user's key the reports are all there is.
    assert [record["student"]["id"] for record in records(tmp_path) if record["status"] == "set_aside"] == aside


def test_a_folder_of_an_earlier_kit_has_nothing_that_waits(exercise03, tmp_path):
    run(handed(exercise03, ada="# a"), tmp_path)
    with sqlite3.connect(tmp_path / "journal.sqlite") as database:
        database.execute("DROP TABLE given")
    assert results.find_standing(tmp_path) is None
    assert len(results.read(tmp_path)) == 1
    told: list[str] = []
    again = Quick()
    run(handed(exercise03, ada="# a"), tmp_path, engine=again, tell=told.append)
    assert not again.graded
    assert not told


def test_a_forged_note_of_what_waits_is_not_believed(exercise03, tmp_path):
    run(handed(exercise03, ada="# a"), tmp_path)
    record = json.dumps(records(tmp_path)[0] | {"student": {"id": "eve", "name": None}})
    with sqlite3.connect(tmp_path / "journal.sqlite") as database:
        database.execute("INSERT INTO given VALUES (?, 'eve', ?, 'seal')", (exercise03.stem, record))
    assert [one["student"]["id"] for one in results.read(tmp_path)] == ["ada"]
