"""Who handed in something that is no code is told so, and no export makes a 0 of it without a person's look."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from exported import absent, scored
from exports import folder_of, zip_of
from test_batch_run import records
from test_export_canvas import WHOLE, fill, imported

from grader.cli.batch import command as batch
from grader.cli.export import command as export
from grader.export import digest

OTHER = {"id": "other_work", "function": None, "says": "Handed in: essay.pdf (neither .py nor .ipynb)."}


def grade_class(source: Path, out: Path, *options: str) -> None:
    done = CliRunner().invoke(batch, [str(source), "--out", str(out), "--sandbox", "process", "-e", "3", *options])
    assert done.exit_code == 0, done.output


def find_says(out: Path) -> dict[str, str]:
    return {
        record["student"]["id"]: record["findings"][0]["says"]
        for record in records(out)
        if record["status"] == "absent"
    }


def export_to_canvas(folder: Path, *options: str) -> tuple[dict[str, str], str]:
    rows = [line.split(",")[0] for line in (folder / "out" / "grades.csv").read_text("utf-8").splitlines()[1:]]
    head = "Student,ID,SIS User ID,SIS Login ID,Section,Homework (77)\n    Points Possible,,,,,10\n"
    book = folder / "book.csv"
    book.write_text(head + "".join(f"{who},{number},,{who},A,4\n" for number, who in enumerate(rows)), "utf-8")
    words = ["canvas", str(folder / "out"), "--gradebook", str(book), "--to", str(folder / "filled.csv"), *options]
    done = CliRunner().invoke(export, words)
    assert done.exit_code == 0, done.output
    filled = (folder / "filled.csv").read_text("utf-8").splitlines()[2:]
    return {line.split(",")[0]: line.split(",")[-1] for line in filled}, done.output


def test_a_pdf_an_archive_or_another_exercise_is_no_zero_and_its_student_reads_why(solution, tmp_path):
    files = {
        "ada/essay.pdf": b"%PDF-1.7",
        "ben/work.zip": b"PK\x03\x04",
        "cyd/exercise04.py": b"def decay(): pass\n",
        "dee/": b"",
        "eve/exercise03.py": solution.encode(),
        "fay/README.md": b"",
    }
    grade_class(folder_of(tmp_path / "class", files), tmp_path / "out")
    says = find_says(tmp_path / "out")
    assert says["dee"] == says["fay"] == "Nothing was handed in."
    assert says["ada"] == "Nothing that can be graded was handed in. Handed in: essay.pdf (neither .py nor .ipynb)."
    assert "work.zip (an archive inside" in says["ben"]
    assert "it says exercise 4" in says["cyd"]
    cells, told = export_to_canvas(tmp_path, "--zero")
    assert cells == {"ada": "4", "ben": "4", "cyd": "4", "dee": "0.00", "eve": "10.00", "fay": "0.00"}
    for who in ("ada", "ben", "cyd"):
        assert f"handed in something that cannot be graded, left as it is (remarks.txt says what): {who}" in told


def test_online_text_in_a_download_is_no_zero(solution, tmp_path):
    files = {"ada_1_51_exercise03.py": solution.encode(), "ben_2_text.html": b"<p>x = 1</p>"}
    grade_class(zip_of(tmp_path / "canvas.zip", files), tmp_path / "out")
    assert find_says(tmp_path / "out")["2"] == (
        "Nothing that can be graded was handed in. Handed in a text entry, not a file."
    )


def test_another_exercise_of_a_repository_is_no_work_for_this_one(solution, tmp_path):
    files = {
        "ada/exercises/exercise03.py": solution.encode(),
        "ben/exercises/exercise01.py": b"x = 1\n",
        "ben/README.md": b"",
    }
    grade_class(folder_of(tmp_path / "clones", files), tmp_path / "out")
    assert find_says(tmp_path / "out") == {"ben": "Nothing was handed in."}


@pytest.mark.parametrize("options", [{"zero": True}, {"zero": True, "sum": True}])
def test_a_cell_stays_where_a_person_has_to_look(tmp_path, options):
    other = absent("1002") | {"findings": [absent("1002")["findings"][0], OTHER]}
    batch_of = [other] if "sum" not in options else [other, scored("1002", 5, exercise="exercise04_adamw_decay")]
    text, told = fill(tmp_path, WHOLE, scored("1001", 5), *batch_of, column="501", **options)
    assert imported(text)["1002"]["Exercise 3: Bias correction (501)"] == "3.50"
    assert any("cannot be graded" in line and "1002" in line for line in told)


def test_gradescope_and_nbgrader_get_no_zeros_for_it(tmp_path):
    from grader.export.systems import gradescope, nbgrader

    other = absent("ada") | {"findings": [absent("ada")["findings"][0], OTHER]}
    batch_of = [other, scored("ada", 5, exercise="exercise04_adamw_decay"), scored("ben", 10)]
    done = gradescope.write(batch_of, tmp_path / "results", no_autograder=True)
    assert [path.parent.name for path in (tmp_path / "results").glob("*/results.json")] == ["ben"]
    assert any("cannot be graded" in line and "ada" in line for line in done.remarks)
    done = nbgrader.write(batch_of, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text("utf-8").count(",ada,") == 1
    assert any("cannot be graded" in line and "ada" in line for line in done.remarks)
    assert "can be graded" in digest.make_digest(other).heading
