"""nbgrader's table, and the plain one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from exported import DECAY, absent, aside, scored

from grader.errors import KitError
from grader.export.grades import HEAD
from grader.export.systems import csv as plain
from grader.export.systems import nbgrader

COLUMNS = (
    "assignment,duedate,timestamp,student_id,last_name,first_name,email,"
    "raw_score,late_submission_penalty,score,max_score"
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_has_nbgraders_columns_and_numbers(tmp_path: Path):
    batch = [scored("ada", 7.5, name="Beispiel, Ada"), scored("ada", 2, 5, exercise=DECAY, name="Beispiel, Ada")]
    nbgrader.write(batch, tmp_path / "g.csv")
    assert (tmp_path / "g.csv").read_text("utf-8").splitlines()[0] == COLUMNS
    first, second = rows(tmp_path / "g.csv")
    assert (first["last_name"], first["first_name"]) == ("Beispiel", "Ada")
    assert (first["raw_score"], first["score"], first["max_score"]) == ("7.5", "7.5", "10.0")
    assert (second["assignment"], second["late_submission_penalty"]) == (DECAY, "0.0")


def test_who_handed_in_nothing_has_zeros_of_what_there_was(tmp_path: Path):
    nbgrader.write([scored("ada", 7.5), absent("ben@uni.example", name="Ben Muster")], tmp_path / "g.csv")
    ben = rows(tmp_path / "g.csv")[1]
    assert (ben["timestamp"], ben["score"], ben["max_score"]) == ("", "0.0", "10.0")
    assert (ben["last_name"], ben["first_name"], ben["email"]) == ("Ben Muster", "", "ben@uni.example")


@pytest.mark.parametrize("way", [nbgrader, plain])
@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x","y")', "\n=1"])
def test_no_cell_is_a_formula_and_every_quote_is_right(tmp_path: Path, way: object, name: str):
    way.write([scored(name, 7.5, name=name, path=name)], tmp_path / "g.csv")
    (only,) = rows(tmp_path / "g.csv")
    assert not [cell for cell in only.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    assert len(only) == len((tmp_path / "g.csv").read_text("utf-8").splitlines()[0].split(","))


def test_the_plain_table_is_the_one_of_a_batch(tmp_path: Path):
    written = plain.write([scored("ada", 7.5), absent("ben")], tmp_path / "g.csv")
    first, second = rows(tmp_path / "g.csv")
    assert list(first) == list(HEAD)
    assert (first["score"], second["status"]) == ("7.50", "absent")
    assert "2 rows" in written.summary


def test_what_was_set_aside_has_no_row_of_zeros(tmp_path: Path):
    written = nbgrader.write([scored("ada", 7.5), aside("ben")], tmp_path / "g.csv")
    assert [row["student_id"] for row in rows(tmp_path / "g.csv")] == ["ada"]
    assert "ben" in written.remarks[0]
    plain.write([scored("ada", 7.5), aside("ben")], tmp_path / "p.csv")
    ben = rows(tmp_path / "p.csv")[1]
    assert (ben["score"], ben["max_score"], ben["status"], ben["sandbox"]) == ("", "", "set_aside", "")


def test_late_work_is_marked_in_the_last_column(tmp_path: Path):
    late = scored("ada", 7.5)
    late["submission"]["late"] = True
    plain.write([late, scored("ben", 1)], tmp_path / "p.csv")
    assert HEAD[-1] == "late"
    assert [row["late"] for row in rows(tmp_path / "p.csv")] == ["yes", ""]


def test_the_assignment_is_called_as_the_course_calls_it(tmp_path: Path):
    written = nbgrader.write([scored("ada", 7.5)], tmp_path / "g.csv", assignment="ps3")
    assert [row["assignment"] for row in rows(tmp_path / "g.csv")] == ["ps3"]
    assert any("--database" in line for line in written.remarks)


def test_two_exercises_never_become_one_assignment_of_the_table(tmp_path: Path):
    batch = [scored("ada", 7.5), scored("ada", 2, 5, exercise=DECAY)]
    with pytest.raises(KitError, match="--exercise"):
        nbgrader.write(batch, tmp_path / "g.csv", assignment="ps3")
    assert not (tmp_path / "g.csv").exists()


def test_a_database_needs_the_assignments_name(tmp_path: Path):
    with pytest.raises(KitError, match="--assignment"):
        nbgrader.write([scored("ada", 7.5)], tmp_path / "g.csv", database=tmp_path / "gradebook.db")


@pytest.mark.filterwarnings("ignore")  # SQLAlchemy's, about how nbgrader uses it
def test_points_reach_nbgraders_database_through_its_own_api(tmp_path: Path):
    api = pytest.importorskip("nbgrader.api")
    place = tmp_path / "gradebook.db"
    with api.Gradebook(f"sqlite:///{place}") as book:
        book.add_assignment("ps3")
        for student in ("ada", "ben"):
            book.add_student(student)
        book.add_submission("ps3", "ada")
    for score in (7.5, 9):
        batch = [scored("ada", score), scored("ben", 5), scored("zed", 1)]
        written = nbgrader.write(batch, tmp_path / "g.csv", assignment="ps3", database=place)
        assert any("zed" in line for line in written.remarks)
        with api.Gradebook(f"sqlite:///{place}") as book:
            found = {one.student.id: (one.score, one.max_score) for one in book.assignment_submissions("ps3")}
        assert found == {"ada": (score, 10.0), "ben": (5.0, 10.0)}
