"""Which folder is the workspace, and what a notebook's cell can do."""

from __future__ import annotations

import pytest

from grader import course
from grader.errors import KitError, NoWorkspace
from grader.surroundings import require_terminal

STUB = course.find_exercise("1").stem


def test_a_stray_file_above_makes_no_workspace(tmp_path):
    (tmp_path / f"{STUB}.ipynb").write_text("{}")
    below = tmp_path / "some" / "where"
    below.mkdir(parents=True)
    with pytest.raises(NoWorkspace):
        course.find_workspace(below)
    assert course.find_workspace(tmp_path) == tmp_path


def test_a_workspace_is_found_from_everywhere_inside(tmp_path):
    held = tmp_path / "exercises"
    deep = held / "drafts" / "old"
    deep.mkdir(parents=True)
    (held / f"{STUB}.py").write_text("")
    for start in (tmp_path, held, deep):
        assert course.find_workspace(start) == held


@pytest.mark.parametrize("command", ["grade quiz", "grade watch"])
def test_what_waits_for_keys_says_so_in_a_notebook(command, monkeypatch):
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    require_terminal(command)
    monkeypatch.setenv("JPY_PARENT_PID", "7")
    monkeypatch.setenv("PAGER", "less")
    require_terminal(command)
    monkeypatch.setenv("PAGER", "cat")
    with pytest.raises(KitError, match=f"`{command}` waits for keys"):
        require_terminal(command)
