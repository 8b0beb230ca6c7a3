"""A file becomes a Submission. Nothing is parsed and nothing runs here: hostile files wait for the walls."""

from __future__ import annotations

import hashlib
from pathlib import Path

from grader.model import Author, Exercise, Finding, Submission

MOST_BYTES = 2 * 2**20
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read(exercise: Exercise, path: Path, author: Author | None = None) -> Submission:
    """The submission at `path`; what keeps it from being code is told in `problem`, never raised."""
    source, problem = _bytes(path)
    return Submission(
        exercise=exercise,
        author=author,
        source=source,
        origin=str(path),
        sha256=hashlib.sha256(source).hexdigest(),
        problem=problem or _problem(source),
    )


def _bytes(path: Path) -> tuple[bytes, Finding | None]:
    if path.is_dir():
        return b"", Finding("no_file", f"{path} is a folder; the file inside it is wanted.")
    if not path.exists():
        return b"", Finding("no_file", f"There is no file {path}.")
    if not path.is_file():
        return b"", Finding("no_file", f"{path} is no regular file.")
    if path.stat().st_size > MOST_BYTES:
        return b"", Finding("too_large", f"The file is larger than {MOST_BYTES // 2**20} MB.")
    try:
        return path.read_bytes(), None
    except OSError as error:
        return b"", Finding("no_file", f"The file cannot be read ({error.strerror}).")


def _problem(source: bytes) -> Finding | None:
    if not source.strip():
        return Finding("no_code", "The file is empty.")
    if source.startswith(_UTF16):
        return Finding("encoding", "The file is saved as UTF-16; save it again as UTF-8.")
    if b"\0" in source:
        return Finding("encoding", "The file holds NUL bytes, so it is no text; save it again as UTF-8.")
    return None
