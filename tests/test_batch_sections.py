"""A class in folders of sections is not graded as one student a section."""

from __future__ import annotations

import shlex

import pytest
from conftest import ROOT
from exports import folder_of, zip_of
from test_gather import THIRD, who_has_what

from grader.batch.gather import gather, gather_all
from grader.errors import KitError

SOLVED = (ROOT / "solutions" / f"{THIRD.stem}.py").read_bytes()
SECTIONS = {
    "folders": ["Section A/ada/exercise03.py", "Section A/bo/exercise03.py", "Section B/cy/exercise03.py"],
    "named files": ["Section A/ada_exercise03.py", "Section A/bo_exercise03.py", "Section B/cy_exercise03.py"],
    "files": ["Section A/ada.py", "Section A/bo.py", "Section B/cy.py", "Section B/di.py"],
    "clones": ["A/ada/exercises/exercise03.py", "A/bo/exercises/exercise03.py", "B/cy/exercises/exercise03.py"],
    "below another": ["week 3/A/ada/solution.py", "week 3/A/bo/main.py", "week 3/B/cy/x.py", "week 3/B/di/y.py"],
}
STUDENTS = {
    "exercises": ["ada/exercise03/exercise03.py", "ada/exercise01/x.py", "bo/exercise03/a.py", "bo/exercise01/b.py"],
    "parts": ["ada/part1/a.py", "ada/part2/b.py", "bo/part1/a.py", "bo/part2/b.py"],
    "versions": ["ada/exercise03.py", "ada/exercise03_new.py", "bo/exercise03.py", "bo/exercise03_old.py"],
    "one with many": ["ada/draft.py", "ada/better.py", "bo/exercise03.py", "cy/exercise03.py"],
    "files of each": ["ada/main.py", "ada/solution.py", "bo/main.py", "bo/solution.py"],
    "a folder down": ["ada/hw3/a.py", "bo/week3/b.py", "cy/src/c.py"],
}


@pytest.mark.parametrize("kind", SECTIONS)
def test_sections_are_told_with_the_command_that_grades_them(kind, tmp_path):
    place = folder_of(tmp_path / "class", dict.fromkeys(SECTIONS[kind], SOLVED))
    with pytest.raises(KitError, match="looks like a class in sections") as refused:
        gather(place, [THIRD])
    mend = refused.value.mend
    named = shlex.split(mend.partition("grade batch ")[2].partition(";")[0])
    assert len(named) == 2
    found = gather_all([place / folder for folder in named], [THIRD])
    assert set(who_has_what(found)) >= {"ada", "bo", "cy"}
    assert len(who_has_what(found)) == len(SECTIONS[kind])
    zipped = zip_of(tmp_path / "class.zip", dict.fromkeys(SECTIONS[kind], SOLVED))
    with pytest.raises(KitError, match="Unpack it, then name the sections: grade batch"):
        gather(zipped, [THIRD])


def test_many_sections_are_named_by_their_folder(tmp_path):
    files = {f"S{number}/{number}{who}/exercise03.py": SOLVED for number in range(8) for who in ("ada", "bo")}
    place = folder_of(tmp_path / "class", files)
    with pytest.raises(KitError, match=r"class/\*"):
        gather(place, [THIRD])
    assert len(who_has_what(gather_all(sorted(place.iterdir()), [THIRD]))) == 16


@pytest.mark.parametrize("kind", STUDENTS)
def test_a_folder_a_student_is_no_section(kind, tmp_path):
    found = gather(folder_of(tmp_path / "class", dict.fromkeys(STUDENTS[kind], SOLVED)), [THIRD])
    assert set(who_has_what(found)) == {path.partition("/")[0] for path in STUDENTS[kind]}


def test_whoever_says_so_gets_a_student_a_folder(tmp_path):
    place = folder_of(tmp_path / "class", dict.fromkeys(SECTIONS["folders"], SOLVED))
    assert set(who_has_what(gather(place, [THIRD], "flat"))) == {"Section A", "Section B"}
