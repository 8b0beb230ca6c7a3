"""A file becomes a Submission. Nothing is parsed and nothing runs here: hostile files wait for the walls."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from grader.model import Author, Exercise, Finding, Kind, Submission

MOST_BYTES = 2 * 2**20
MOST_NOTEBOOK = 12 * 2**20
"""A notebook brings the plots it has drawn."""
_NOTEBOOK = re.compile(r"\.ipynb(?:\.txt|\.json)?$", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHERS = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive or an Office document",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"{\\rtf": "a rich-text document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
"""What else is handed in under the name of code, by how it begins."""


def read(exercise: Exercise, path: Path, author: Author | None = None) -> Submission:
    """The submission at `path`; what keeps it from being code is told in `problem`, never raised."""
    source, problem = _bytes(path, _most(str(path)))
    return of_bytes(exercise, source, str(path), author, problem)


def of_bytes(
    exercise: Exercise, source: bytes, origin: str, author: Author | None = None, problem: Finding | None = None
) -> Submission:
    """The submission that these bytes are, wherever they were found (a file, a place inside a zip).

    A `problem` says why there are none.
    """
    if len(source) > _most(origin):
        source, problem = b"", _too_large(_most(origin))
    return Submission(
        exercise=exercise,
        author=author,
        source=source,
        origin=origin,
        sha256="" if problem else hashlib.sha256(source).hexdigest(),
        kind=_kind(origin, source),
        problem=problem or _problem(source),
    )


def _kind(origin: str, source: bytes) -> Kind:
    """What a file is by its name, or by how it begins: a notebook that was named .py is a notebook."""
    if _NOTEBOOK.search(origin):
        return "ipynb"
    begins = source[:64].removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
    return "ipynb" if begins and b'"nbformat"' in source else "py"


def _most(origin: str) -> int:
    return MOST_NOTEBOOK if _NOTEBOOK.search(origin) else MOST_BYTES


def _bytes(path: Path, most: int) -> tuple[bytes, Finding | None]:
    if path.is_dir():
        return b"", Finding("no_file", f"{path} is a folder; the file inside it is wanted.")
    if not path.exists():
        return b"", Finding("no_file", f"There is no file {path}.")
    if not path.is_file():
        return b"", Finding("no_file", f"{path} is no regular file.")
    if path.stat().st_size > most:
        return b"", _too_large(most)
    try:
        return path.read_bytes(), None
    except OSError as error:
        return b"", Finding("no_file", f"The file cannot be read ({error.strerror}).")


def _problem(source: bytes) -> Finding | None:
    if not source.strip():
        return Finding("no_code", "The file is empty.")
    other = next((kind for begins, kind in _OTHERS.items() if source.startswith(begins)), None)
    if other is not None:
        return Finding("no_code", f"The file is {other}, whatever its name says; the code itself is wanted.")
    if source.startswith(_UTF16):
        return Finding("encoding", "The file is saved as UTF-16; save it again as UTF-8.")
    if b"\0" in source:
        return Finding("encoding", "The file holds NUL bytes, so it is no text; save it again as UTF-8.")
    return None


def _too_large(most: int) -> Finding:
    mend = " Clear its outputs and save it again." if most == MOST_NOTEBOOK else ""
    return Finding("too_large", f"The file is larger than {most // 2**20} MB.{mend}")
