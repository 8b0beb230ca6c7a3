"""A filled gradebook, read back by the rules of Canvas's importer."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
from exported import DECAY, absent, aside, scored
from exports import NAMES

from grader.errors import KitError
from grader.export.systems import canvas

HEADER = (
    "Student,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section,Notes,Exercise 3: Bias correction (501),"
    "Essay (502),Assignments Current Points,Current Score,Final Grade\r\n"
)
POSTING = ",,,,,,,,Manual Posting,,,,\r\n"
POINTS = "    Points Possible,,,,,,,(read only),20.00,5.00,(read only),(read only),(read only)\r\n"
PEOPLE = (
    '"Beispiel, Ada",1001,s-1,ada@uni.example,,uni.example,"A, B",,,"",0.00,,\r\n'
    '"Muster, Ben",1002,s-2,ben,,,A,"likes ""proof""",3.50,4.00,,,\r\n'
    '"=""=Cyd Cell""",1003,s-3,cyd,,,A,,ex,,,,\r\n'
    '"Dorn, Dea",1004,s-4,dea,,,A,,N/A,,,,\r\n'
    '"Eck, Eli",1005,"",eli,,,A,,15,,,,\r\n'
    '"Student, Test",1999,,3f2a,,,A,,,,,,\r\n'
)
WHOLE = "\ufeff" + HEADER + POSTING + POINTS + PEOPLE


def fill(tmp_path: Path, text: str, *batch: dict, **options: object) -> tuple[str, tuple[str, ...]]:
    """The filled file's text and what was told."""
    source = tmp_path / "export.csv"
    source.write_bytes(text.encode())
    written = canvas.write(list(batch), tmp_path / "filled.csv", gradebook=source, **options)  # type: ignore[arg-type]
    assert source.read_bytes() == text.encode()
    return (tmp_path / "filled.csv").read_bytes().decode(), written.remarks


def imported(text: str) -> dict[str, dict[str, str | None]]:
    """Student → header → grade, as `GradebookImporter` takes the file."""
    lines = text.removeprefix("\ufeff").splitlines()[:3]
    counts = {}
    for sign in ";,":
        widths = {len(next(csv.reader([line], delimiter=sign))) for line in lines}
        counts[sign] = widths.pop() if len(widths) == 1 else 0
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";" if counts[";"] > counts[","] else ",")
    rows = [[_normal(cell) for cell in row] for row in reader if row]
    header, points = rows[0], next(row for row in rows if "Points Possible" in row[0])
    assert "Student" in header[0] or header[:2] == ["LastName", "FirstName"]
    assert len({len(row) for row in rows}) == 1
    found = {}
    for row in rows[1:]:
        if row is points or all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell, re.I) for cell in row):
            continue
        found[row[header.index("ID")]] = {
            title: row[place].strip() for place, title in enumerate(header) if "read only" not in points[place]
        }
    return found


def _normal(cell: str) -> str:
    if not re.fullmatch(r"-?[0-9.,]+%?", cell):
        return cell
    *whole, last = re.split(r"[,.]", cell)
    return f"{''.join(whole)}.{last}" if whole else last


@pytest.mark.parametrize("points", ["0.00", ""])
def test_an_assignment_without_points_is_told(points: str, tmp_path: Path):
    text, remarks = fill(tmp_path, WHOLE.replace("20.00", points), scored("1001", 10.0))
    assert ",10.00," in text
    assert any("has 0 Points Possible: scores are written as they are, out of 10.00" in line for line in remarks)
    _text, remarks = fill(tmp_path, WHOLE, scored("1001", 10.0))
    assert not any("Points Possible" in line for line in remarks)


def test_a_grade_reaches_its_student_scaled_to_the_points_possible(tmp_path: Path):
    text, told = fill(tmp_path, WHOLE, scored("1001", 7.5), scored("1002", 10))
    column = "Exercise 3: Bias correction (501)"
    grades = {id: row[column] for id, row in imported(text).items()}
    assert (grades["1001"], grades["1002"]) == ("15.00", "20.00")
    assert any("Eck, Eli" in line for line in told)


def test_every_byte_but_the_changed_cells_stays(tmp_path: Path):
    text, _ = fill(tmp_path, WHOLE, scored("1001", 7.5), scored("1002", 10))
    ada = WHOLE.replace('"A, B",,,"",0.00', '"A, B",,15.00,"",0.00')
    assert text == ada.replace('""proof""",3.50,', '""proof""",20.00,')


def test_a_cell_that_says_the_same_already_keeps_its_bytes(tmp_path: Path):
    text, _ = fill(tmp_path, WHOLE, scored("1005", 7.5))
    assert text == WHOLE


def test_excused_and_unassigned_stay_and_are_told(tmp_path: Path):
    text, told = fill(tmp_path, WHOLE, scored("1003", 9), scored("1004", 9))
    assert text == WHOLE
    assert sum("excused" in line for line in told) == 1
    assert sum("not assigned" in line for line in told) == 1


def test_who_handed_in_nothing_is_left_alone_unless_zeros_are_wanted(tmp_path: Path):
    batch = [scored("1001", 7.5), absent("1002"), absent("1003")]
    text, told = fill(tmp_path, WHOLE, *batch)
    assert ",3.50,4.00" in text
    assert any("1002" in line and "nothing" in line for line in told)
    text, _ = fill(tmp_path, WHOLE, *batch, zero=True)
    assert ",0.00,4.00" in text
    assert ",,ex,,,," in text


@pytest.mark.parametrize(
    ("id", "name"),
    [("1002", None), ("s-2", None), ("BEN", None), ("x", "Ben Muster"), ("x", "Muster, Ben"), ("musterben", None)],
)
def test_a_student_is_known_by_id_then_sis_id_then_login_then_name(tmp_path: Path, id: str, name: str | None):
    text, _ = fill(tmp_path, WHOLE, scored(id, 5, name=name))
    assert imported(text)["1002"]["Exercise 3: Bias correction (501)"] == "10.00"


def test_a_name_that_canvas_guards_against_formulas_is_still_a_name(tmp_path: Path):
    text, _ = fill(tmp_path, WHOLE.replace(",ex,", ",,"), scored("x", 5, name="=Cyd Cell"))
    assert imported(text)["1003"]["Exercise 3: Bias correction (501)"] == "10.00"
    assert '"=""=Cyd Cell"""' in text


def test_an_id_outweighs_a_login_that_looks_like_it(tmp_path: Path):
    twins = WHOLE.replace(",dea,", ",1001,").replace("N/A", "")
    text, told = fill(tmp_path, twins, scored("1001", 5))
    assert imported(text)["1001"]["Exercise 3: Bias correction (501)"] == "10.00"
    assert imported(text)["1004"]["Exercise 3: Bias correction (501)"] == ""
    assert any("Dorn" in line for line in told)


def test_who_is_not_in_the_gradebook_is_told(tmp_path: Path):
    _, told = fill(tmp_path, WHOLE, scored("77", 5, name="Nobody Known"), scored("1001", 1))
    assert any("Nobody Known (77)" in line for line in told)


def test_semicolons_and_decimal_commas_stay(tmp_path: Path):
    text = (
        "Student;ID;SIS Login ID;Section;Übung 3 (7)\n    Points Possible;;;;10,00\nBeispiel, Ada;1;ada;A;\n"
        "Muster, Ben;2;ben;A;7,50\n"
    )
    filled, _ = fill(tmp_path, text, scored("1", 2.5), scored("2", 7.5))
    assert filled == text.replace("ada;A;", "ada;A;2,50")
    assert imported(filled)["1"]["Übung 3 (7)"] == "2.50"


def test_a_decimal_comma_between_commas_is_quoted(tmp_path: Path):
    text = 'Student,ID,SIS Login ID,Section,Week (7)\n    Points Possible,,,,"10,00"\n"Beispiel, Ada",1,ada,A,\n'
    filled, _ = fill(tmp_path, text, scored("1", 2.5))
    assert filled == text.removesuffix("\n") + '"2,50"\n'


def test_first_and_last_names_may_have_columns_of_their_own(tmp_path: Path):
    text = "LastName,FirstName,ID,SIS Login ID,Section,Week (7)\n    Points Possible,,,,,10\nBeispiel,Ada,1,a,A,\n"
    filled, _ = fill(tmp_path, text, scored("x", 2.5, name="Ada Beispiel"))
    assert imported(filled)["1"]["Week (7)"] == "2.50"


@pytest.mark.parametrize("asked", ["Essay", "502", "essay (502)"])
def test_the_column_is_the_one_asked_for(tmp_path: Path, asked: str):
    text, _ = fill(tmp_path, WHOLE, scored("1002", 10), column=asked)
    assert imported(text)["1002"]["Essay (502)"] == "5.00"
    assert imported(text)["1002"]["Exercise 3: Bias correction (501)"] == "3.50"


@pytest.mark.parametrize("asked", ["Current Score", "Notes", "Homework", "ID"])
def test_a_column_that_takes_no_grades_is_refused_with_those_that_do(tmp_path: Path, asked: str):
    with pytest.raises(KitError, match="--column"):
        fill(tmp_path, WHOLE, scored("1001", 1), column=asked)


def test_a_column_of_ones_own_takes_no_grades_though_it_is_not_read_only(tmp_path: Path):
    own = WHOLE.replace(",(read only),20.00", ",,20.00")
    with pytest.raises(KitError, match="takes no grades"):
        fill(tmp_path, own, scored("1001", 1), column="Notes")


def test_where_the_column_is_not_clear_it_is_asked_for(tmp_path: Path):
    with pytest.raises(KitError, match=r"Essay \(502\)"):
        fill(tmp_path, WHOLE, scored("1001", 1, exercise=DECAY))


def test_several_exercises_go_into_one_column_as_their_sum_alone(tmp_path: Path):
    batch = [scored("1001", 10), scored("1001", 0, exercise=DECAY)]
    with pytest.raises(KitError, match="--sum"):
        fill(tmp_path, WHOLE, *batch, column="501")
    text, _ = fill(tmp_path, WHOLE, *batch, column="501", sum=True)
    assert imported(text)["1001"]["Exercise 3: Bias correction (501)"] == "10.00"


def test_a_new_assignment_is_made_only_when_told(tmp_path: Path):
    text, _ = fill(tmp_path, WHOLE, scored("1001", 7.5), new_column="=cmd, week 3")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row[-1] for row in rows] == ["'=cmd, week 3", "", "10.00", "7.50", "", "", "", "", ""]
    assert imported(text)["1001"]["'=cmd, week 3"] == "7.50"


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", HEADER + PEOPLE, "Identifier,Full name,Grade\nParticipant 1,Ada,\n", "one\ntwo\n"],
)
def test_what_is_no_gradebook_is_said_to_be_none(tmp_path: Path, text: str):
    with pytest.raises(KitError):
        fill(tmp_path, text, scored("1001", 1))
    assert not (tmp_path / "filled.csv").exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(KitError, match="--gradebook"):
        canvas.write([scored("1", 1)], tmp_path / "f.csv", gradebook=tmp_path / "none.csv")


@pytest.mark.parametrize("options", [{}, {"zero": True}, {"sum": True, "zero": True}])
def test_what_was_set_aside_is_no_zero_and_its_cell_stays(tmp_path: Path, options: dict):
    batch = [aside("1002")] if "sum" not in options else [scored("1002", 5), aside("1002", exercise=DECAY)]
    text, told = fill(tmp_path, WHOLE, *batch, scored("1001", 5), column="501", **options)
    assert imported(text)["1002"]["Exercise 3: Bias correction (501)"] == "3.50"
    assert any("set aside" in line and "1002" in line for line in told)


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_name_in_any_script_finds_its_row(tmp_path: Path, name: str):
    """Canvas squeezes names for its file names to letters, marks and digits; they are still the gradebook's."""
    squeezed = "".join(letter for letter in name if unicodedata.category(letter)[0] in "LMN").lower()
    row = f'"{name.replace(chr(34), chr(34) * 2)}",1006,,,,,A,,,,,,\r\n'
    text, _ = fill(tmp_path, WHOLE + row, scored("nobody", 5, name=squeezed))
    assert imported(text)["1006"]["Exercise 3: Bias correction (501)"] == "10.00"


@pytest.mark.parametrize(
    ("points", "sign", "full"),
    [
        ('"1,000"', ",", "1000.00"),
        ('"1,000.00"', ",", "1000.00"),
        ("1.000,00", ";", "1000,00"),
        ("1.000", ";", "1000,00"),
        ("1\u202f000,00", ";", "1000,00"),
        ("1'000.00", ",", "1000.00"),
    ],
)
def test_a_thousand_points_are_a_thousand_in_every_country(tmp_path: Path, points: str, sign: str, full: str):
    head = "Student,ID,SIS Login ID,Section,Week (7)\n".replace(",", sign)
    text = f"{head}    Points Possible{sign * 4}{points}\nAda{sign}1{sign}ada{sign}A{sign}\n"
    filled, _ = fill(tmp_path, text, scored("1", 10))
    assert filled == text.removesuffix("\n") + full + "\n"


@pytest.mark.parametrize(
    "title", ["Week 3 (123)", "Week 3(7)", " (7) ", "Essay", "essay (502)", "Final Score", "section", " "]
)
def test_a_new_column_that_canvas_would_take_for_another_is_refused(tmp_path: Path, title: str):
    with pytest.raises(KitError):
        fill(tmp_path, WHOLE, scored("1001", 7.5), new_column=title)
    assert not (tmp_path / "filled.csv").exists()


@pytest.mark.parametrize("title", ["Week 3 (late)", "(1) Week", "Week (3) again"])
def test_a_new_column_may_have_brackets_that_are_no_id(tmp_path: Path, title: str):
    text, _ = fill(tmp_path, WHOLE, scored("1001", 7.5), new_column=title)
    assert imported(text)["1001"][title] == "7.50"


def taken(name: str) -> list[str]:
    """User and attachment, as Canvas reads them off the name of a file that is uploaded again."""
    return [part for part in name.rsplit("/")[-1].split("_") if re.fullmatch("[0-9]+", part)][:2]


@pytest.mark.parametrize(
    "path",
    [
        "beispielada_1001_567890_exercise03.py",
        "subs/beispielada_LATE_1001_567890_exercise03 (1).py",
        "beispielada_1001_567890_3_7_exercise_03-1.ipynb",
        "von_beispiel_1001_567890_a_b.py",
    ],
)
def test_feedback_goes_back_under_names_by_which_canvas_finds_its_student(tmp_path: Path, path: str):
    batch = [scored("1001", 7.5, path=path), scored("1002", 10, path="elsewhere/exercise03.py"), absent("1005")]
    _, told = fill(tmp_path, WHOLE, *batch, feedback_zip=tmp_path / "f.zip")
    with zipfile.ZipFile(tmp_path / "f.zip") as archive:
        (name,) = archive.namelist()
        text = archive.read(name).decode()
    assert taken(name) == taken(path) == ["1001", "567890"]
    assert text.startswith("exercise03_bias_correction: 7.5 of 10 points.")
    assert "✗ The corrected average is the gradient." in text
    assert any("elsewhere/exercise03.py" in line for line in told)
