"""A download that goes away or is damaged while it is graded: no student's 0, and nobody's grade is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from exports import zip_of
from test_batch_folder import remarks, run
from test_batch_run import entry, grades, handed

from grader.batch import results
from grader.batch.archive import list_zip
from grader.batch.gather import gather
from grader.batch.nouns import Handed
from grader.cli.batch import command as batch
from grader.cli.export import command as export
from grader.model import Author

STUDENTS = 40


def lay_class(solution: str) -> dict[str, bytes]:
    return {
        f"s{number:02}_{1000 + number}_{5000 + number}_exercise03.py": f"{solution}\n# {number}\n".encode()
        for number in range(STUDENTS)
    }


def lay_gradebook(path: Path, points: str) -> Path:
    rows = "".join(f"s{number:02},{1000 + number},,,A,{points}\n" for number in range(STUDENTS))
    head = "Student,ID,SIS User ID,SIS Login ID,Section,Homework (77)\n    Points Possible,,,,,10\n"
    path.write_text(head + rows, "utf-8")
    return path


def read_cells(path: Path) -> list[str]:
    return [line.rpartition(",")[2] for line in path.read_text("utf-8").splitlines()[2:]]


def grade_while(source: Path, out: Path, happens, after: int = 3) -> subprocess.CompletedProcess[str]:
    """Grade a class in a process of its own, and let something happen once a few are graded."""
    words = ["batch", str(source), "-e", "3", "--out", str(out), "-j", "1", "--sandbox", "process"]
    with subprocess.Popen(
        [sys.executable, "-m", "grader", *words], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        while process.poll() is None and len(list_graded(out)) < after:
            time.sleep(0.02)
        assert process.poll() is None
        happens()
        told, wrong = process.communicate()
    return subprocess.CompletedProcess(words, process.returncode, told, wrong)


def list_graded(out: Path) -> list[dict]:
    try:
        return [record for record in results.read(out) if record["status"] != "set_aside"]
    except Exception:  # nothing is there yet
        return []


@pytest.mark.skipif(os.name != "posix", reason="an open file can be cut off or removed on POSIX alone")
@pytest.mark.parametrize("how", ["cut off", "removed"])
def test_a_download_that_goes_away_while_it_is_graded_costs_nobody_a_grade(how, solution, tmp_path):
    source = zip_of(tmp_path / "van.zip", lay_class(solution))
    if how == "removed":
        source = tmp_path / "van"
        with zipfile.ZipFile(tmp_path / "van.zip") as archive:
            archive.extractall(source)

    def goes():
        if how == "removed":
            shutil.rmtree(source)
        else:
            os.truncate(source, 0)

    done = grade_while(source, tmp_path / "out", goes)
    assert done.returncode == 1, done
    assert f"{source} went away or changed" in " ".join(done.stderr.split())
    found = grades(tmp_path / "out").values()
    lost = [row for row in found if row["status"] != "passed"]
    assert lost
    assert {(row["status"], row["score"]) for row in lost} == {("set_aside", "")}
    named = {who for who, what in remarks(tmp_path / "out") if "is not graded" in what}
    assert named == {row["student"] for row in lost}
    words = ["canvas", str(tmp_path / "out"), "--gradebook", str(lay_gradebook(tmp_path / "book.csv", "9.00"))]
    assert CliRunner().invoke(export, [*words, "--to", str(tmp_path / "filled.csv")]).exit_code == 0
    assert sorted(read_cells(tmp_path / "filled.csv")) == sorted(
        ["10.00"] * (STUDENTS - len(lost)) + ["9.00"] * len(lost)
    )


def test_a_damaged_member_of_a_zip_is_nobodys_zero_and_its_student_is_named(solution, tmp_path):
    source = zip_of(tmp_path / "one.zip", dict(list(lay_class(solution).items())[:3]))
    with zipfile.ZipFile(source) as archive:
        hurt = archive.infolist()[1]
    content = bytearray(source.read_bytes())
    start = hurt.header_offset + 30 + len(hurt.filename)
    content[start + 20 : start + 60] = bytes(40)
    source.write_bytes(content)
    done = CliRunner().invoke(
        batch, [str(source), "-e", "3", "--out", str(tmp_path / "out"), "--sandbox", "process"], env={"COLUMNS": "200"}
    )
    assert done.exit_code == 1
    assert "1 student is without points" in done.output
    row = grades(tmp_path / "out")["1001"]
    assert (row["status"], row["score"], row["max_score"]) == ("set_aside", "", "")
    assert remarks(tmp_path / "out")[0][0] == "1001"
    told = [what for who, what in remarks(tmp_path / "out") if who == "1001" and "is not graded" in what]
    assert "the zip is damaged here" in told[0]


def test_an_older_file_is_not_graded_in_place_of_a_newer_one_that_is_damaged(exercise03, solution, tmp_path):
    files = {f"ada_1_{number}_exercise03.py": f"{solution}\n# {number}\n".encode() for number in (100, 200)}
    source = zip_of(tmp_path / "two.zip", files)
    content = bytearray(source.read_bytes())
    with zipfile.ZipFile(source) as archive:
        hurt = archive.infolist()[1]
    start = hurt.header_offset + 30 + len(hurt.filename)
    content[start + 20 : start + 60] = bytes(40)
    source.write_bytes(content)
    run(list(gather(source, [exercise03]).handed), tmp_path / "out")
    row = grades(tmp_path / "out")["1"]
    assert (row["status"], row["file"]) == ("set_aside", "ada_1_200_exercise03.py")
    assert [what for _who, what in remarks(tmp_path / "out") if "it is newer and cannot be read here" in what]


def test_memory_that_is_too_small_for_a_file_is_no_verdict_on_it(exercise03, tmp_path):
    def fails():
        raise MemoryError

    big = Handed(exercise03, Author("ada"), entry("ada.py", b""))
    ada = Handed(exercise03, big.author, type(big.entry)("ada.py", 3, 0.0, fails))
    result = run([ada, *handed(exercise03, bob="# b")], tmp_path)
    assert grades(tmp_path)["ada"]["status"] == "set_aside"
    assert [who for who, _what in result.ungraded] == ["ada"]
    assert result.lost == ()


def test_two_files_that_cannot_be_read_are_each_told_with_their_own_reason(exercise03, tmp_path):
    def failing(error: Exception):
        def fails():
            raise error

        return fails

    errors = {"ada": OSError(5, "the disk does not answer"), "bob": OSError(13, "nobody may read it")}
    work = [
        Handed(exercise03, Author(who), type(entry("", b""))(f"{who}.py", 3, 0.0, failing(error)))
        for who, error in errors.items()
    ]
    run(work, tmp_path)
    told = dict(remarks(tmp_path))
    assert "the disk does not answer" in told["ada"]
    assert "nobody may read it" in told["bob"]


def test_a_folder_of_an_earlier_kit_tells_no_zero_of_what_could_not_be_read(tmp_path):
    from exported import out, record
    from test_export_canvas import WHOLE, fill, imported

    finding = {"id": "no_file", "function": None, "says": "The file cannot be read (Input/output error)."}
    unread = record("1002", status="unreadable", findings=[finding])
    text, told = fill(tmp_path, WHOLE, unread, record("1001"), column="501")
    assert imported(text)["1002"]["Exercise 3: Bias correction (501)"] == "3.50"
    out(tmp_path / "out", unread)
    done = CliRunner().invoke(export, ["csv", str(tmp_path / "out"), "--to", str(tmp_path / "table.csv")])
    assert done.exit_code == 0
    assert ",set_aside," in (tmp_path / "table.csv").read_text("utf-8")
    assert told


def test_a_zip_entry_that_ends_early_says_so(monkeypatch, tmp_path):
    listing = list_zip(zip_of(tmp_path / "a.zip", {"ada.py": b"x = 1\n"}))

    def ends(*_args):
        raise EOFError

    monkeypatch.setattr(zipfile.ZipExtFile, "read", ends)
    with pytest.raises(OSError, match="it ends early"):
        listing.entries[0].read()
