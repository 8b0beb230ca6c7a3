"""What a release found out once, the next one knows, as long as no file of the kit has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from grader import course, release
from grader.release import asking, contents, tables
from grader.release.answers import ANSWERS_FILE
from grader.release.known import ReleaseCache
from grader.sandbox import Limits
from grader.storage.kept import State

EXERCISES = course.list_exercises()
ANSWER = b"def share(moment, beta, t):\n    return moment / (1 - beta**t)\n"
FILES = {"grader/helper.py": ANSWER, "grader/other.py": b"def f(a, b, c):\n    return a\n"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FALLLINE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "release"


@pytest.fixture
def searched(sandbox, monkeypatch):
    """Search these files, and say what was found in which of them somebody had to look."""

    def search(files):
        looked = []
        ask_all = asking.ask_all

        def ask(name, *others):
            looked.append(name)
            return ask_all(name, *others)

        with monkeypatch.context() as patch:
            patch.setattr("grader.release.answers.ask_all", ask)
            return list(map(str, release.find_answers(files, EXERCISES, sandbox))), looked

    return search


def test_the_next_search_finds_the_same_and_runs_nothing(folder, searched):
    found, looked = searched(FILES)
    assert len(found) == 1
    assert looked == sorted(FILES)
    assert searched(FILES) == (found, [])


def test_two_searches_at_the_same_time_keep_what_both_found(folder, searched, sandbox):
    one, other = ({name: text} for name, text in FILES.items())

    def begin_the_other(files, _what):
        searched(other)
        return files

    release.find_answers(one, EXERCISES, sandbox, begin_the_other)
    assert searched(FILES)[1] == []


def test_a_file_that_changed_is_searched_and_no_other(folder, searched):
    searched(FILES)
    found, looked = searched(FILES | {"grader/other.py": ANSWER})
    assert looked == ["grader/other.py"]
    assert [one.partition(",")[0] for one in found] == ["grader/helper.py", "grader/other.py"]


def test_once_any_file_has_changed_nothing_is_believed(folder, searched, tmp_path, monkeypatch):
    for name in ("kit", "suites"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "law.py").write_text("")
    monkeypatch.setattr(course, "PACKAGE", tmp_path / "kit")
    monkeypatch.setattr(course, "locate_shelf", lambda _name: tmp_path / "suites")
    ReleaseCache().keep("kept", b"found")
    assert ReleaseCache().look_up("kept") == b"found"
    for program in ("kit/law.py", "suites/law.py"):
        (tmp_path / program).write_text("# another line")
        assert ReleaseCache().look_up("kept") is None
        ReleaseCache().keep("kept", b"found")
    for new in ("new.py", "accepted.json"):
        (tmp_path / "kit" / new).write_text("")
        assert ReleaseCache().look_up("kept") is None
        ReleaseCache().keep("kept", b"found")
    (tmp_path / "kit" / "__pycache__").mkdir()
    (tmp_path / "kit" / "__pycache__" / "law.pyc").write_text("")
    assert ReleaseCache().look_up("kept") == b"found", "what Python compiles is no change"


def test_what_was_worked_out_while_a_file_changed_is_not_believed(folder, tmp_path, monkeypatch):
    law = tmp_path / "kit" / "law.py"
    law.parent.mkdir()
    law.write_text("")
    monkeypatch.setattr(course, "PACKAGE", law.parent)
    monkeypatch.setattr(course, "locate_shelf", lambda _name: law.parent)
    before = ReleaseCache()
    law.write_text("# another line")
    before.keep("kept", b"found")
    assert ReleaseCache().look_up("kept") is None


def test_two_courses_side_by_side_keep_each_their_own(folder, tmp_path, monkeypatch):
    places = [tmp_path / name for name in ("one", "other")]
    for place in places:
        place.mkdir()
        monkeypatch.setattr(course, "locate_shelf", lambda _name, place=place: place)
        ReleaseCache().keep("kept", place.name.encode())
    for place in places:
        monkeypatch.setattr(course, "locate_shelf", lambda _name, place=place: place)
        assert ReleaseCache().look_up("kept") == place.name.encode()


def test_what_is_damaged_or_writable_to_others_is_found_out_again(folder, searched):
    found, _ = searched(FILES)
    (held,) = folder.rglob(ANSWERS_FILE)
    whole = held.read_bytes()
    for damaged in (b"", whole[:-10], whole[:32] + b"[1]", whole[:32] + whole[32:].replace(b'"points"', b'"point"')):
        held.write_bytes(damaged)
        assert searched(FILES) == (found, sorted(FILES))
    held.chmod(0o666)
    assert searched(FILES) == (found, sorted(FILES))


def test_what_was_not_found_in_time_is_asked_again(folder, searched, monkeypatch):
    slow = {"grader/slow.py": b"import time\ndef f(a, b, c):\n    time.sleep(9)\n"}
    with monkeypatch.context() as patch:
        patch.setattr(asking, "ALL_CALLS_LIMITS", Limits(seconds=0.1))
        patch.setattr(asking, "QUICK_LIMITS", Limits(seconds=0.01))
        assert searched(slow) == ([], ["grader/slow.py"])
    assert not list(folder.rglob(ANSWERS_FILE))


def test_the_next_kit_has_the_same_tables_and_runs_no_variant(folder, monkeypatch):
    exercise = course.find_exercise("12")
    made = tables.provide(exercise, ReleaseCache())
    monkeypatch.delattr(tables, "make_tables")
    assert tables.provide(exercise, ReleaseCache()) == made
    (held,) = folder.rglob(f"{exercise.stem}.tables")
    held.write_bytes(b"")
    with pytest.raises(NameError):
        tables.provide(exercise, ReleaseCache())


def test_a_kit_tells_how_far_it_is():
    told = []

    def watch(things, what):
        for one in things:
            yield one
            told.append(what)

    exercises = (course.find_exercise("12"), course.find_exercise("21"))
    assert contents.make_student_kit(exercises, watch).files == contents.make_student_kit(exercises).files
    assert told == ["Families become tables"] * 2


def test_the_state_is_of_everything_that_is_run(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "grader.storage.kept.compute_state", lambda folders, *_on: asked.extend(folders) or State(b"", 0)
    )
    ReleaseCache().look_up("kept")
    named = {path for folder in asked for path in folder.rglob("*.py")}
    for part in ("grader/suites/toolkit/law.py", "grader/misconceptions/exercise03_bias_correction.py",
                 "solutions/exercise03_bias_correction.py", "exercises/exercise03_bias_correction.py",
                 "grader/pictures/exercise03_bias_correction.py"):  # fmt: skip
        assert ROOT / part in named
