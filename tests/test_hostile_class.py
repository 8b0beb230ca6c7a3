"""A hostile class on the whole way: from what each course system gives to what it takes back."""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT
from exports import folder_of
from hostile import LAYOUTS, everybody, students, with_what_only_folders_hold, zipped
from pagereader import read as page_of
from test_export_canvas import imported
from test_export_moodle import Moodle

from grader import course
from grader.batch.engine import Settings
from grader.batch.gather import gather
from grader.batch.local import Local
from grader.batch.run import Batch
from grader.export import records
from grader.export.grades import FORMULA
from grader.export.pages import write_pages
from grader.export.systems import canvas, gradescope, junit, moodle, nbgrader
from grader.sandbox import Limits

EXERCISE = course.find_exercise("3")
PEOPLE = students(
    (ROOT / "solutions" / f"{EXERCISE.stem}.py").read_text("utf-8"), course.locate_stub(EXERCISE).read_text("utf-8")
)
SCHEMA = json.loads(resources.files("grader.view").joinpath("report.schema.json").read_text("utf-8"))
READS, NOT = "passed", "unreadable"
STATUSES = [READS, READS, READS, "not_started", NOT, NOT, "failed", NOT, "failed", NOT, READS, NOT]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="names and kinds of files that Windows does not have")


def composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


@POSIX
@pytest.mark.parametrize("layout", LAYOUTS)
def test_everybody_is_found_and_all_else_is_told_as_folder_and_as_zip(tmp_path, layout):
    files = LAYOUTS[layout](PEOPLE)
    folder = gather(with_what_only_folders_hold(folder_of(tmp_path / "export", files)), [EXERCISE])
    archive = gather(zipped(tmp_path / "zip" / "export.zip", files), [EXERCISE])
    for found in (folder, archive):
        assert found.layout == layout
        handed = {one.author.id for one in found.handed if one.entry}
        # Both members of Gradescope's group have the one work that they handed in.
        assert handed == {composed(who) for who in everybody(PEOPLE, layout)}
        taken = {one.entry.path for one in found.handed if one.entry}
        told = {one.path for one in found.skipped}
        systems = {path for path in files if path.endswith(("timestamp.txt", "_metadata.yml"))}
        for path in (composed(name) for name in files.keys() - systems if not name.endswith("/")):
            above = {path[:end] for end, letter in enumerate(path) if letter == "/"}
            assert {path, *above} & (taken | told), path
    assert {"circle", "exercise03_link.py", "exercise03_pipe.py"} <= {one.path for one in folder.skipped}
    assert {"../../exercise03_out.py", "/exercise03_root.py"} <= {one.path for one in archive.skipped}
    # Whoever has a link or a pipe, which a folder alone can hold, has a row there and nothing that counts.
    with_files = [[one.entry.path for one in found.handed if one.entry] for found in (folder, archive)]
    assert with_files[0] == with_files[1]


def graded(tmp_path: Path, layout: str) -> Path:
    """A batch's folder, whose tables and reports are what they should be."""
    found = gather(zipped(tmp_path / "zip" / "export.zip", LAYOUTS[layout](PEOPLE)), [EXERCISE])
    out = tmp_path / "graded"
    settings = Settings(Limits(seconds=0.5), "process")
    Batch(handed=found.handed, skipped=found.skipped, out=out, engine=Local(1), settings=settings).run()
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not [cell for row in rows for cell in row.values() if cell.lstrip().startswith(FORMULA)]
    for record in records.read(out):
        jsonschema.validate(record, SCHEMA)
    for line in (out / "remarks.txt").read_text("utf-8").splitlines():
        assert line.count("\t") == 1
        assert line.replace("\t", " ").isprintable() or "\u200d" in line
    return out


@POSIX
def test_canvas_takes_back_what_it_gave(tmp_path):
    out = graded(tmp_path, "canvas")
    found = {record["student"]["id"]: record for record in records.read(out)}
    assert [found[who]["status"] for who in everybody(PEOPLE, "canvas")] == STATUSES
    assert [who for who, record in found.items() if record["submission"]["late"]] == ["101"]
    book = tmp_path / "export.csv"
    rows = "".join(
        f'"{one.name}",{100 + one.number},,,A,\r\n'.replace('"=cmd()|x"', '"=""=cmd()|x"""') for one in PEOPLE
    )
    text = f"\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Exercise 3 (7)\r\nPoints Possible,,,,,5\r\n{rows}"
    book.write_bytes(text.encode())
    written = canvas.write(records.read(out), tmp_path / "filled.csv", gradebook=book)
    grades = imported((tmp_path / "filled.csv").read_bytes().decode())
    for one in PEOPLE:
        score = found[str(100 + one.number)]["score"]
        assert float(grades[str(100 + one.number)]["Exercise 3 (7)"] or "nan") == pytest.approx(score / 2)
    assert "12 of 13" in written.summary
    assert ["deadora" in line for line in written.remarks] == [True]


@POSIX
def test_moodle_takes_back_what_it_gave(tmp_path):
    out = graded(tmp_path, "moodle")
    sheet = tmp_path / "sheet.csv"
    rows = "".join(f'"Participant {100 + one.number}","{one.name}",,50.00,-,\n' for one in PEOPLE)
    sheet.write_text(
        f'\ufeffIdentifier,"Full name",Grade,"Maximum Grade","Last modified (grade)","Feedback comments"\n{rows}',
        "utf-8",
    )
    moodle.write(records.read(out), tmp_path / "filled.csv", worksheet=sheet, feedback_zip=tmp_path / "feedback.zip")
    taken = Moodle().take((tmp_path / "filled.csv").read_bytes())
    for record in records.read(out):
        if record["status"] != "absent":
            assert taken[record["student"]["id"]][0] == pytest.approx(5 * record["score"])


@POSIX
def test_gradescope_has_one_result_a_submission_and_every_page_and_table_is_whole(tmp_path):
    out = graded(tmp_path, "gradescope")
    batch = records.read(out)
    gradescope.write(batch, tmp_path / "results", no_autograder=True)
    assert {path.parent.name for path in tmp_path.glob("results/*/results.json")} == {
        f"submission_{500 + one.number}" for one in PEOPLE if one.number != 1
    }
    junit.write(batch, tmp_path / "junit.xml")
    nbgrader.write(batch, tmp_path / "nbgrader.csv")
    write_pages(batch, tmp_path, {})
    pages = [tmp_path / "class.html", *(tmp_path / "feedback").iterdir()]
    assert len(pages) == 1 + len(PEOPLE)
    assert not [fault for page in pages for fault in page_of(page).faults]
