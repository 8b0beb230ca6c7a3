"""A file is written beside its path and moved there; a device, a pipe and a link get what the user wanted."""

from __future__ import annotations

import os
import stat
import sys
import threading

import pytest

from grader.errors import KitError
from grader.storage import files
from grader.storage.files import replace_file, save_chunks, save_file

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes and access rights are POSIX's own")


def test_a_file_is_replaced_by_a_whole_one_and_nothing_else_stays(tmp_path):
    path = tmp_path / "grades.csv"
    path.write_bytes(b"old")
    replace_file(path, iter([b"new", b"er"]), sync=True)
    assert path.read_bytes() == b"newer"
    assert [file.name for file in tmp_path.iterdir()] == ["grades.csv"]


def test_what_fails_half_way_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "grades.csv"
    path.write_bytes(b"old")

    def broken():
        yield b"half"
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        replace_file(path, broken())
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["grades.csv"]


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o755])
def test_a_file_gets_the_access_rights_that_are_named(mode, tmp_path):
    replace_file(tmp_path / "key", [b"1"], mode=mode)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == mode


def test_on_windows_a_file_that_is_being_read_is_tried_again(tmp_path, monkeypatch):
    path = tmp_path / "grades.csv"
    refusals = iter([PermissionError(), PermissionError()])
    move = type(path).replace

    def replace(part, target):
        if error := next(refusals, None):
            raise error
        return move(part, target)

    monkeypatch.setattr(type(path), "replace", replace)
    monkeypatch.setattr(files.sys, "platform", "win32")
    monkeypatch.setattr(files.time, "sleep", lambda _seconds: None)
    replace_file(path, [b"new"])
    assert path.read_bytes() == b"new"


@POSIX
def test_a_pipe_that_the_user_names_is_written_into(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    save_chunks(pipe, [b"one ", b"line"])
    reader.join(10)
    assert read == [b"one line"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@POSIX
def test_a_device_that_the_user_names_is_written_into(tmp_path):
    device = tmp_path / "null"
    device.symlink_to(os.devnull)
    save_file(device, b"gone")
    assert device.is_symlink()
    assert stat.S_ISCHR(device.stat().st_mode)


@POSIX
@pytest.mark.parametrize("old", [b"old", None])
def test_a_link_that_the_user_names_is_followed(old, tmp_path):
    (tmp_path / "share").mkdir()
    target = tmp_path / "share" / "grades.csv"
    if old is not None:
        target.write_bytes(old)
    link = tmp_path / "grades.csv"
    link.symlink_to("share/grades.csv")
    save_file(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@POSIX
def test_a_link_below_a_folder_is_replaced_and_its_target_untouched(tmp_path):
    target = tmp_path / "mine"
    target.write_bytes(b"mine")
    link = tmp_path / "results.json"
    link.symlink_to(target)
    save_file(link, b"new", follow=False)
    assert not link.is_symlink()
    assert (link.read_bytes(), target.read_bytes()) == (b"new", b"mine")


def test_a_folder_in_the_way_is_told_in_one_line(tmp_path):
    with pytest.raises(KitError, match="cannot be written"):
        save_file(tmp_path, b"new")
