"""The names of ideas are read from what is kept, and anew where a family has changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader import course
from grader.batch.idea_names import read_idea_names
from grader.course import location
from grader.diagnosis import collect_idea_names
from grader.storage.folder import CACHE_VARIABLE

LOADS = """
import sys
from grader import course
from grader.batch.idea_names import read_idea_names
print(read_idea_names({course.find_exercise(number) for number in sys.argv[1:]})["BC-NOPOW"], "numpy" in sys.modules)
"""


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_is_kept_is_what_the_families_say(cache):
    some = {course.find_exercise(number) for number in ("3", "4")}
    assert read_idea_names(some) == collect_idea_names(some)
    assert len(list(cache.glob("idea-names/*"))) == 1
    assert read_idea_names(some) == collect_idea_names(some)


def test_the_second_time_no_numpy_is_loaded(cache):
    told = [
        subprocess.run([sys.executable, "-c", LOADS, "3"], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(2)
    ]
    assert [words[-1] for words in told] == ["True", "False"]
    assert told[0][:-1] == told[1][:-1]


@pytest.mark.parametrize("damage", [b"", b"no names", b"\0" * 100])
def test_what_is_damaged_is_read_anew(cache, damage):
    some = {course.find_exercise("3")}
    read_idea_names(some)
    (kept,) = cache.glob("idea-names/*")
    kept.write_bytes(damage)
    assert read_idea_names(some) == collect_idea_names(some)


def test_a_family_that_has_changed_is_read_anew(cache, tmp_path):
    mine = Path(shutil.copytree(Path(__file__).parent / "courses" / "numerics", tmp_path / "mine"))
    some = {course.find_exercise("1", location.load_course(mine))}
    before = read_idea_names(some)
    (family,) = mine.glob("misconceptions/*.py")
    name = next(name for name in before.values() if name in family.read_text("utf-8"))
    family.write_text(family.read_text("utf-8").replace(name, "a new name"), "utf-8")
    assert "a new name" in read_idea_names(some).values()
