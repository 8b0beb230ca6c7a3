"""A kit is written whole or not at all, wherever it goes, and what cannot be written is told before the work."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from grader import course, release
from grader.cli.release import command
from grader.course.edition import HeldBack
from grader.diagnosis.by_hand import read_examples
from grader.errors import KitError
from grader.execution.session import SubmissionSession
from grader.release import answers, asking
from grader.release.candidates import iterate_candidates
from grader.release.writing import KIT_JSON, make_kit_json, validate_target

OLD = {"grader/a.py": b"1\n", "exercises/b.py": b"2\n"}
OLD |= {KIT_JSON: make_kit_json({}, OLD)}
NEW = {"grader/a.py": b"3\n", "exercises/c.py": b"4\n"}
NEW |= {KIT_JSON: make_kit_json({}, NEW)}


def read_tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def no_work(monkeypatch):
    """A command that reaches the search fails."""
    monkeypatch.setattr(release, "make_checked_kit", lambda *_: pytest.fail("the kit was made first"))


def test_the_folder_one_stands_in_is_a_folder_as_any(tmp_path, monkeypatch):
    (tmp_path / "kit").mkdir()
    monkeypatch.chdir(tmp_path / "kit")
    release.write(OLD, Path(), as_zip=False, force=False)
    assert read_tree(Path()) == OLD
    release.write(NEW, Path(), as_zip=False, force=True)
    assert read_tree(Path()) == read_tree(tmp_path / "kit") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["kit"]


@pytest.mark.parametrize("words", [(".", "--zip"), ("..", "--zip")])
def test_a_zip_is_called_after_the_folder_one_stands_in(words, tmp_path, monkeypatch):
    (tmp_path / "kit" / "below").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "kit" / "below")
    called = "below" if words[0] == "." else "kit"
    made = release.KitContents(OLD, {one.stem: HeldBack(0, 0.0) for one in course.list_exercises()})
    monkeypatch.setattr(release, "make_checked_kit", lambda *_: made)
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 0, (done.output, done.exception)
    assert (tmp_path / "kit" / "below" / words[0]).resolve().with_name(f"{called}.zip").is_file()


@pytest.mark.parametrize("as_zip", [False, True])
def test_where_nothing_can_be_written_is_told_before_the_work(as_zip, tmp_path, no_work):
    (tmp_path / "file").write_bytes(b"")
    for target in (tmp_path / "file" / "kit", Path("/proc/kit")):
        if target.parent.exists():
            words = [str(target), *(["--zip"] if as_zip else [])]
            done = CliRunner().invoke(command, words)
            assert isinstance(done.exception, KitError), done.exception
            assert "cannot be written" in done.exception.what


def test_the_look_whether_it_can_be_written_leaves_nothing(tmp_path):
    validate_target(tmp_path / "weeks" / "kit", as_zip=False, force=False)
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("fails_at", range(1, 5))
def test_a_kit_that_cannot_be_put_in_place_leaves_the_earlier_one_whole(fails_at, tmp_path, monkeypatch):
    target = tmp_path / "kit"
    release.write(OLD, target, as_zip=False, force=False)
    rename, calls = Path.rename, []

    def fail(path, other):
        calls.append(path)
        if len(calls) == fails_at:
            raise OSError(13, "Permission denied")
        return rename(path, other)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(KitError, match="cannot be written"):
        release.write(NEW, target, as_zip=False, force=True)
    assert read_tree(target) == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["kit"]


class Broken(RuntimeError):
    pass


def raise_broken(*_, **_more):
    raise Broken


def test_a_search_that_is_broken_off_closes_its_session_and_its_worker(monkeypatch, sandbox):
    exercise = course.find_exercise("3")
    text = "def f(a, b, c=1, d=1):\n    return a\n"
    (candidate,) = iterate_candidates(text)
    closed = []
    suite = type("Suite", (), {"examine": raise_broken})()
    monkeypatch.setattr(answers, "load_suite", lambda _exercise: suite)
    close = SubmissionSession.close
    monkeypatch.setattr(SubmissionSession, "close", lambda self: closed.append("session") or close(self))
    with pytest.raises(Broken):
        answers._grade_candidate("a.py", text, candidate, exercise, exercise.functions[0], sandbox)
    assert closed == ["session"]

    class Worker:
        alive = True
        load = staticmethod(lambda *_: None)
        call = staticmethod(raise_broken)
        close = staticmethod(lambda: closed.append("worker"))

    examples = [one for one in read_examples(exercise) if candidate.can_take(len(one.arguments))]
    asked = asking._ask_one_by_one(
        "a.py", b"", [candidate], examples, type("Sandbox", (), {"start_worker": lambda _: Worker})()
    )
    with pytest.raises(Broken):
        list(asked)
    assert closed == ["session", "worker"]
