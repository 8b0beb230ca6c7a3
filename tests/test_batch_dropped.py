"""A student whose only file is skipped before any layout sees it still has a row, and nobody's zero."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from exports import CODE, folder_of, zip_of
from test_gather import THIRD, of, one_by_one, who_has_what

from grader.batch.gather import gather, gather_all

STEM = "exercise03"
LAYOUTS = {
    "canvas": lambda who, number, name: f"{who}_{number}_{50 + number}_{name}",
    "moodle": lambda who, number, name: f"{who}_{41000 + number}_assignsubmission_file/{name}",
    "blackboard": lambda who, number, name: f"Week 3_{who}_attempt_2026-03-01-12-00-00_{name}",
    "brightspace": lambda who, number, name: f"{number}-7 - {who} - Mar 1, 2026 1200 PM/{name}",
    "teams": lambda who, number, name: f"Submitted files/{who}/Week 3/Version 1/{name}",
    "flat": lambda who, number, name: f"{who}/{name}",
}


def lay_zip(path: Path, layout: str) -> Path:
    """Write a class whose third student and all after her have one file each, which no listing takes."""
    place = LAYOUTS[layout]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(place("Ada", 1, f"{STEM}.py"), CODE)
        archive.writestr(place("Ben", 2, f"{STEM}.py"), CODE)
        archive.writestr(zipfile.ZipInfo(place("Cyd", 3, f"{STEM}.py")), CODE, zipfile.ZIP_LZMA)
        archive.writestr(place("Dee", 4, f"{STEM}.pyc"), CODE)
        archive.writestr(place("Eve", 5, f"{STEM}.py~"), CODE)
        archive.writestr(place("Fay", 6, f"{'x' * 300}.py"), CODE)
        link = zipfile.ZipInfo(place("Gus", 7, f"{STEM}.py"))
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return path


@pytest.mark.parametrize("layout", LAYOUTS)
def test_who_has_nothing_but_what_is_skipped_has_a_row_that_says_why(layout, tmp_path):
    found = gather(lay_zip(tmp_path / "export.zip", layout), [THIRD])
    assert found.layout == layout
    names = {one.author.name or one.author.id: one for one in found.handed}
    assert len(names) == 7
    whys = {
        "Cyd": "packed by a method",
        "Dee": "Python's own copy",
        "Eve": "Python's own copy",
        "Fay": "longer than 255",
        "Gus": "a link",
    }
    for person, one in names.items():
        shown = next((why for who, why in whys.items() if person.casefold().startswith(who.casefold())), None)
        assert (one.entry is None) == (shown is not None)
        if shown:
            assert one.other_work.startswith("Handed in: ")
            assert shown in one.other_work
    assert {skipped.who for skipped in found.skipped if "packed by" in skipped.why} == {
        one.author.id for person, one in names.items() if person.casefold().startswith("cyd")
    }


def test_a_locked_file_among_open_ones_has_its_student(tmp_path):
    path = zip_of(tmp_path / "class.zip", {"ada/exercise03.py": CODE, "ben/exercise03.py": CODE})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.rindex(mark) + offset] |= 1  # the bit that says that a password is needed
    path.write_bytes(content)
    found = gather(path, [THIRD])
    assert "it needs a password" in of(found, "ben").other_work


@pytest.mark.skipif(os.name != "posix", reason="links need no rights on POSIX")
def test_a_folder_with_nothing_but_a_link_is_somebody_also_where_students_are_named(tmp_path):
    place = folder_of(tmp_path / "sub", {"ada/exercise03.py": CODE, "ben/": b""})
    (place / "ben" / "exercise03.py").symlink_to("/etc/passwd")
    for found in (gather(place, [THIRD]), gather_all(one_by_one(place), [THIRD])):
        assert set(who_has_what(found)) == {"ada", "ben"}
        assert "a link" in of(found, "ben").other_work


def test_what_machines_leave_is_nobodys_work(tmp_path):
    files = {
        "ada/exercise03.py": CODE,
        "ada/exercise03.py~": CODE,
        "ada/__pycache__/exercise03.cpython-311.pyc": CODE,
        "ben/.DS_Store": b"x",
        "__MACOSX/cyd/._exercise03.py": b"x",
        ".git/config": b"x",
        "/exercise03.py": CODE,
        "../dee/exercise03.py": CODE,
    }
    found = gather(zip_of(tmp_path / "class.zip", files), [THIRD])
    assert who_has_what(found) == {"ada": "ada/exercise03.py", "ben": None}
    assert of(found, "ben").other_work == ""
