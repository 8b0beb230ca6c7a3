"""The code in a file, to be looked at and never run: a Python text, or the code cells of a notebook.

What a file says is a stranger's word, and this is our own process: everything here is bounded in size, and
what reads it (a codec, a JSON reader) executes nothing.
"""

from __future__ import annotations

from grader.batch.nouns import Handed
from grader.sandbox import cells
from grader.submission import make_submission

MAX_CODE_CHARS = 128 * 1024
"""Letters of code beyond which a file is not compared."""
MAX_NOTEBOOK_BYTES = 2**20
"""Bytes of a notebook without its outputs beyond which its cells are not read."""
TOO_LARGE = "It holds too much code to be compared."


class NoCode(Exception):
    """There is no code to look at; the text is the reason."""


def read_code(work: Handed) -> tuple[str, str]:
    """Read the code that somebody handed in; return it with the SHA-256 of the file's bytes. Raises NoCode."""
    if work.entry is None:
        raise NoCode("Nothing was handed in.")
    try:
        submission = make_submission(work.exercise, work.entry.read(), work.entry.path)
    except OSError as error:
        raise NoCode(f"It cannot be read ({error.strerror or error}).") from None
    if submission.problem is not None:
        raise NoCode(submission.problem.says)
    source = submission.source
    code = _read_cells(source) if submission.kind == "ipynb" else _decode_source(source)
    if len(code) > MAX_CODE_CHARS:
        raise NoCode(f"It holds more than {MAX_CODE_CHARS // 1024} kB of code.")
    return code, submission.sha256


def _read_cells(source: bytes) -> str:
    """Read a notebook's code cells, one after another."""
    if len(source) > MAX_NOTEBOOK_BYTES:
        raise NoCode(TOO_LARGE)
    try:
        return "\n".join(cell.text for cell in cells.read(source))
    except (cells.BrokenNotebook, SyntaxError) as error:
        raise NoCode(str(error)) from None


def _decode_source(source: bytes) -> str:
    # A file may declare any codec; letters beyond ASCII matter to no fingerprint, so two guesses are enough.
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.decode("latin-1")
