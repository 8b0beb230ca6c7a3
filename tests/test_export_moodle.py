"""A filled worksheet, read back by the rules of Moodle's importer; a feedback zip by those of its own."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from exported import absent, aside, check, named, record, scored

from grader.errors import KitError
from grader.export.grades import HEAD, make_row
from grader.export.systems import moodle

WHOLE = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Online text","Last modified (grade)","Feedback comments"\n'
    '"Participant 41001","Ada Beispiel",ada@uni.example,"Submitted for grading",,50.00,Yes,'
    '"Thursday, 1 February 2024, 10:15 AM","a ""word"",\nand more",-,\n'
    '"Participant 41002","Ben O\'Muster",ben@uni.example,"Submitted for grading",20.00,50.00,Yes,-,,'
    '"Friday, 2 February 2024, 9:05 PM","<p>Well <b>done</b></p>"\n'
    '"Participant 41003",Cyd,cyd@uni.example,"No submission",,50.00,No,-,,-,\n'
    '"Participant 41004","Dea Dorn",,"No submission",,50.00,Yes,-,,-,\n'
)
GERMAN = (
    '\ufeffID,"Vollständiger Name",E-Mail-Adresse,Status,Gruppe,Bewertung,Bestwertung,'
    '"Bewertung kann geändert werden","Zuletzt geändert (Abgabe)","Zuletzt geändert (Bewertung)",'
    '"Feedback als Kommentar"\r\n'
    'Teilnehmer/in41001,"Ada Beispiel",ada@uni.example,Abgegeben,"Team Nord",,"10,00",Ja,-,-,\r\n'
    'Teilnehmer/in41002,"Ben Muster",ben@uni.example,Abgegeben,"Team Nord","2,50","10,00",Ja,-,'
    '"Freitag, 2. Februar 2024, 21:05",\r\n'
    'Teilnehmer/in41003,"Cyd Cell",cyd@uni.example,Abgegeben,"Team Süd",,"10,00",Nein,-,-,\r\n'
)


@dataclass
class Moodle:
    """A site: its words, who takes part, and what each row ends as on import."""

    hidden: str = "Participant "
    grade: str = "Grade"
    modified: str = "Last modified (grade)"
    comments: str = "Feedback comments"
    comma: bool = False
    most: float = 50.0

    def take(self, data: bytes) -> dict[str, tuple[float | None, str]]:
        """Participant → (grade taken, comment)."""
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        header = rows[0]
        assert {self.grade, self.modified, self.comments} <= set(header)
        assert len({len(row) for row in rows}) == 1
        taken = {}
        for row in rows[1:]:
            words = row[header.index(self.grade)].replace(",", "." if self.comma else ",")
            grade = float(words) if words else None
            in_range = grade is not None and 0 <= grade <= self.most
            id = row[0][len(self.hidden) :]
            assert id.isdigit()
            taken[id] = (grade if in_range else None, row[header.index(self.comments)])
        return taken


def fill(tmp_path: Path, text: str, *batch: dict, **options: object) -> tuple[bytes, tuple[str, ...]]:
    source = tmp_path / "sheet.csv"
    source.write_bytes(text.encode())
    written = moodle.write(list(batch), tmp_path / "filled.csv", worksheet=source, **options)  # type: ignore[arg-type]
    return (tmp_path / "filled.csv").read_bytes(), written.remarks


def test_a_grade_and_a_comment_reach_their_participant(tmp_path: Path):
    data, told = fill(tmp_path, WHOLE, named(scored("41001", 7.5), "BC-NOPOW"))
    grade, comment = Moodle().take(data)["41001"]
    assert grade == 37.5
    assert "The share is &lt;not&gt; yet full." in comment
    assert any("Ben O'Muster" in line for line in told)


def test_every_byte_but_grade_and_comment_stays(tmp_path: Path):
    data, _ = fill(tmp_path, WHOLE, scored("41001", 7.5))
    text = data.decode()
    row = re.search(r',37\.50,50\.00(.*?)-,(.*?)\n"Participant 41002"', text, re.S)
    assert row
    assert text.replace(",37.50,", ",,", 1).replace(row[2], "", 1) == WHOLE


def test_a_comment_that_a_person_wrote_stays_and_ours_gives_way_to_the_newer(tmp_path: Path):
    once, _ = fill(tmp_path, WHOLE, scored("41002", 5))
    twice, _ = fill(tmp_path, once.decode(), scored("41002", 10))
    comment = Moodle().take(twice)["41002"][1]
    assert comment.startswith("<p>Well <b>done</b></p>")
    assert comment.count("fallline") == 1
    assert "10 of 10 points" in comment
    assert Moodle().take(twice)["41002"][0] == 50.0


def test_what_students_wrote_is_escaped_and_no_cell_is_a_formula(tmp_path: Path):
    hostile = record("41001", check(0, 5, message="<script>alert(1)</script>", says="=cmd()"))
    data, _ = fill(tmp_path, WHOLE, named(hostile, "BC-NOPOW"))
    comment = Moodle().take(data)["41001"][1]
    assert "<script" not in comment
    assert comment.startswith("<div")
    assert "\n" not in comment


def test_a_locked_row_stays_and_is_told(tmp_path: Path):
    data, told = fill(tmp_path, WHOLE, scored("41003", 9))
    assert data == WHOLE.encode()
    assert any("locked" in line and "Cyd" in line for line in told)


def test_a_grade_above_the_maximum_is_not_written_and_is_told(tmp_path: Path):
    data, told = fill(tmp_path, WHOLE, scored("41001", 9) | {"score": 12.0}, scored("41004", 1))
    assert Moodle().take(data)["41001"] == (None, "")
    assert any("above the maximum" in line and "Ada Beispiel" in line for line in told)


def test_a_row_graded_before_brings_the_word_about_stale_rows(tmp_path: Path):
    _, told = fill(tmp_path, WHOLE, scored("41002", 5))
    assert any("graded again" in line and "Update records" in line for line in told)
    _, told = fill(tmp_path, WHOLE, scored("41001", 5))
    assert not any("Update records" in line for line in told)


def test_who_handed_in_nothing_is_left_alone_unless_zeros_are_wanted(tmp_path: Path):
    batch = [scored("41001", 9), absent("41004", name="Dea Dorn")]
    data, told = fill(tmp_path, WHOLE, *batch)
    assert Moodle().take(data)["41004"] == (None, "")
    assert any("nothing" in line and "Dea Dorn" in line for line in told)
    data, _ = fill(tmp_path, WHOLE, *batch, zero=True)
    grade, comment = Moodle().take(data)["41004"]
    assert grade == 0
    assert "Nothing was handed in." in comment


@pytest.mark.parametrize(
    ("id", "name"), [("41002", "Ben OMuster"), ("041002", None), ("BEN@uni.example", None), ("ben_omuster", None)]
)
def test_a_participant_is_known_by_id_by_address_or_by_name(tmp_path: Path, id: str, name: str | None):
    data, _ = fill(tmp_path, WHOLE, scored(id, 5, name=name))
    assert Moodle().take(data)["41002"][0] == 25.0


def test_who_is_not_in_the_worksheet_is_told(tmp_path: Path):
    _, told = fill(tmp_path, WHOLE, scored("9", 5, name="Nobody Known"))
    assert any("Nobody Known (9)" in line for line in told)


GERMANY = Moodle(
    "Teilnehmer/in", "Bewertung", "Zuletzt geändert (Bewertung)", "Feedback als Kommentar", comma=True, most=10
)


def test_a_translated_worksheet_keeps_its_words_and_its_commas(tmp_path: Path):
    data, told = fill(tmp_path, GERMAN, scored("41001", 7.5), scored("41002", 5), scored("41003", 9))
    taken = GERMANY.take(data)
    assert [grade for grade, _ in taken.values()] == [7.5, 5.0, None]
    assert b',"7,50","10,00",Ja' in data
    assert any("locked" in line for line in told)
    assert any("Moodle cannot read when" in line and "Ben Muster" in line for line in told)


def test_a_teams_grade_goes_to_every_member(tmp_path: Path):
    data, told = fill(tmp_path, GERMAN, scored("41003", 7.5, name="Team Nord"))
    assert [grade for grade, _ in GERMANY.take(data).values()] == [7.5, 7.5, None]
    assert not any("not in the worksheet" in line for line in told)


def test_a_student_called_like_a_marker_is_no_team(tmp_path: Path):
    text = (
        "Identifier,Full name,Status,Marker,Grade,Maximum grade,Last modified (grade)\n"
        "Participant 7,Ada Beispiel,Submitted,Ben Muster,,10.00,-\nParticipant 8,Ben Muster,Submitted,,,10.00,-\n"
    )
    data, _ = fill(tmp_path, text, scored("8", 5, name="Ben Muster"))
    assert data == text.replace("Submitted,,,10", "Submitted,,5.00,10").encode()


def test_a_language_never_seen_is_read_by_what_the_columns_hold(tmp_path: Path):
    header = "識別子,フルネーム,メールアドレス,ステータス,評点,最大評点,変更可,最終更新(提出),最終更新(評定),コメント\n"
    row = "参加者 41001,Ada Beispiel,a@b.example,提出済み,,10.00,はい,-,-,\n"
    data, _ = fill(tmp_path, header + row, scored("41001", 7.5))
    cells = data.decode().splitlines()[1].split(",")
    assert cells[4] == "7.50"
    assert cells[9].startswith('"<div')


def test_columns_may_be_missing(tmp_path: Path):
    text = "Identifier,Status,Grade,Maximum grade,Last modified (grade)\nParticipant 7,Submitted,,10,-\n"
    data, _ = fill(tmp_path, text, scored("7", 2.5))
    assert data == text.replace("Submitted,,10", "Submitted,2.50,10").encode()


def test_without_a_maximum_the_points_are_written_as_they_are(tmp_path: Path):
    text = "Identifier,Full name,Grade,Last modified (grade)\nParticipant 7,Ada,,-\n"
    data, _ = fill(tmp_path, text, scored("7", 2.5))
    assert b"Ada,2.50,-" in data


def test_columns_can_be_named(tmp_path: Path):
    text = "Identifier,Full name,Punkte,Datum,Wort\nParticipant 7,Ada,,,\n"
    with pytest.raises(KitError, match="--grade-column"):
        fill(tmp_path, text, scored("7", 2.5))
    data, _ = fill(tmp_path, text, scored("7", 2.5), grade_column="punkte", feedback_column="Wort")
    assert b'Participant 7,Ada,2.50,,"<div' in data
    with pytest.raises(KitError, match="no column"):
        fill(tmp_path, text, scored("7", 2.5), grade_column="Note")


def test_a_scale_of_words_is_refused(tmp_path: Path):
    text = 'Identifier,Full name,Grade,Scale,Last modified (grade)\nParticipant 7,Ada,,"Poor\nGood",-\n'
    with pytest.raises(KitError, match="scale of words"):
        fill(tmp_path, text, scored("7", 2.5))


@pytest.mark.parametrize("text", ["a,b\nc,d\n", "Student,ID\nAda,\n", ""])
def test_what_is_no_worksheet_is_said_to_be_none(tmp_path: Path, text: str):
    with pytest.raises(KitError):
        fill(tmp_path, text, scored("1", 1))


def test_the_kits_own_table_is_no_worksheet(tmp_path: Path):
    rows = [HEAD, make_row(scored("41001", 7.5)), make_row(scored("41002", 5.0))]
    text = "".join(",".join(map(str, row)) + "\r\n" for row in rows)
    with pytest.raises(KitError, match="the kit's own table"):
        fill(tmp_path, text, scored("41001", 7.5))


def test_feedback_files_stand_in_the_downloads_own_folders(tmp_path: Path):
    paths = {
        "41001": "Ada Beispiel_41001_assignsubmission_file/exercise03.py",
        "41002": "Ben OMuster_41002_assignsubmission_file_/src/exercise03.py",
        "41004": "Dea Dorn_41004_assignsubmission_file_exercise03.py",
        "41003": "elsewhere/exercise03.py",
    }
    batch = [scored(id, 5, path=path) for id, path in paths.items()]
    _, told = fill(tmp_path, WHOLE, *batch, feedback_zip=tmp_path / "f.zip")
    with zipfile.ZipFile(tmp_path / "f.zip") as archive:
        found = {participant(name): (name, archive.read(name)) for name in archive.namelist()}
    assert set(found) == {"41001", "41002", "41004"}
    assert all(page.startswith(b"<!doctype html>") for _, page in found.values())
    # Files beside the student's own have names of their own, else Moodle takes them for unchanged.
    assert all(name.endswith("feedback_exercise03_bias_correction.html") for name, _ in found.values())
    assert any("elsewhere/exercise03.py" in line for line in told)


def participant(path: str) -> str | None:
    """Whose file this is, as Moodle's zip importer reads its path."""
    for part in path.split("/"):
        info = part.split("_", 4)
        if len(info) >= 4 and info[1].isdigit() and info[2:4] == ["assignsubmission", "file"]:
            return info[1]
    return None


def test_the_same_batch_makes_the_same_zip(tmp_path: Path):
    one = scored("41001", 5, path="Ada Beispiel_41001_assignsubmission_file/exercise03.py")
    fill(tmp_path, WHOLE, one, feedback_zip=tmp_path / "one.zip")
    fill(tmp_path, WHOLE, one, feedback_zip=tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.parametrize("zero", [False, True])
def test_what_was_set_aside_is_no_zero_and_its_row_stays(tmp_path: Path, zero: bool):
    data, told = fill(tmp_path, WHOLE, aside("41002"), zero=zero)
    assert data == WHOLE.encode()
    assert any("set aside" in line and "Ben O'Muster" in line for line in told)


def sheet(*rows: tuple[str, str, str], head: str = "Changeable", workflow: tuple[str, ...] = ()) -> str:
    """A worksheet in no known language; a row is (grade, what the column of locks says, date of grading)."""
    lines = [f"Id,Who,Mail,Points,Top,{'State,' if workflow else ''}{head},Sent,Marked,Words"]
    for place, (grade, word, marked) in enumerate(rows):
        state = f"{workflow[place]}," if workflow else ""
        lines.append(f"P {41001 + place},Name{place},n{place}@x.example,{grade},10.00,{state}{word},-,{marked},")
    return "\n".join(lines) + "\n"


def grades(data: bytes) -> list[str]:
    return [line.split(",")[3] for line in data.decode().splitlines()[1:]]


NOW = "1. foo 2026 12:00"
BATCH = [scored(str(41001 + place), 10) for place in range(4)]
LOCKED, OPEN = ("4.00", "glub", NOW), ("", "blub", "-")


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ([LOCKED, OPEN, OPEN], ["4.00", "10.00", "10.00"]),
        ([OPEN, ("3.00", "blub", NOW), LOCKED], ["10.00", "10.00", "4.00"]),
        ([("", "glub", "-"), OPEN, OPEN, ("3.00", "blub", NOW)], ["", "10.00", "10.00", "10.00"]),
        ([LOCKED, OPEN], ["4.00", "10.00"]),
        ([OPEN, OPEN], ["10.00", "10.00"]),
        ([OPEN], ["10.00"]),
    ],
)
def test_locked_rows_are_told_in_a_language_that_nobody_listed(tmp_path: Path, rows: list, left: list[str]):
    data, told = fill(tmp_path, sheet(*rows), *BATCH)
    assert grades(data) == left
    assert any("is taken for" in line for line in told)


@pytest.mark.parametrize(
    "rows", [[LOCKED, LOCKED, OPEN], [LOCKED, ("1.00", "blub", NOW)], [("", "glub", "-"), OPEN]], ids=str
)
def test_where_nothing_tells_which_word_means_locked_it_is_asked_for(tmp_path: Path, rows: list):
    with pytest.raises(KitError, match="--locked"):
        fill(tmp_path, sheet(*rows), *BATCH)
    data, told = fill(tmp_path, sheet(*rows), *BATCH, locked="glub")
    assert [grade for grade, row in zip(grades(data), rows, strict=True) if row[1] == "glub"] == [
        grade for grade, word, _ in rows if word == "glub"
    ]
    assert not any("is taken for" in line for line in told)


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("是", "否"),
        ("Так", "Ні"),
        ("예", "아니요"),
        ("Có", "Không"),
        ("نعم", "لا"),
        ("כן", "לא"),
        ("हाँ", "नहीं"),
        ("Jā", "Nē"),
    ],
)
@pytest.mark.parametrize("shut", [(True,), (True, True), (True, True, False), (False, True), (False, False)])
def test_a_known_word_tells_however_many_rows_are_locked(tmp_path: Path, yes: str, no: str, shut: tuple[bool, ...]):
    rows = [("4.00" if one else "", no if one else yes, NOW if one else "-") for one in shut]
    data, _ = fill(tmp_path, sheet(*rows), *BATCH)
    assert grades(data) == ["4.00" if one else "10.00" for one in shut]


def test_a_state_of_the_workflow_is_no_lock(tmp_path: Path):
    data, _ = fill(tmp_path, sheet(LOCKED, OPEN, OPEN, workflow=("Released", "Not marked", "Not marked")), *BATCH)
    assert grades(data) == ["4.00", "10.00", "10.00"]


def test_a_thousand_points_are_a_thousand(tmp_path: Path):
    data, _ = fill(tmp_path, WHOLE.replace(",,50.00,Yes", ',,"1,000.00",Yes', 1), scored("41001", 7.5))
    assert b',750.00,"1,000.00",' in data
    german = GERMAN.replace(',,"10,00",Ja', ',,"1.000,00",Ja', 1)
    data, _ = fill(tmp_path, german, scored("41001", 7.5))
    assert b',"750,00","1.000,00",' in data
