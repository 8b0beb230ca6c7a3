"""Lines in: each read takes one line and leaves the rest to whoever reads next."""

import io
import os
import sys

import pytest

from grader.screen.terminal import read_line


def test_a_line_is_read_and_nothing_behind_it(monkeypatch):
    source, into = os.pipe()
    os.write(into, "ä one\ntwo\nthree".encode())
    os.close(into)
    with os.fdopen(source, encoding="utf-8") as held:
        monkeypatch.setattr(sys, "stdin", held)
        assert read_line() == "ä one\n"
        assert os.read(source, 4) == b"two\n"
        assert read_line() == "three"
        with pytest.raises(EOFError):
            read_line()


def test_an_input_without_a_file_is_read_too(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("one\n"))
    assert read_line() == "one\n"
    with pytest.raises(EOFError):
        read_line()
