"""A file becomes a Submission. No code is parsed and none runs here: hostile files wait for the walls.

Of a notebook the outputs are dropped (`drawn`): they are no part of the answer, and megabytes of pictures would
travel to every process that asks for the code.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from grader.errors import make_machine_error
from grader.model import Author, Exercise, Finding, Kind, Submission

MOST_BYTES = 64 * 2**20
"""Of any file as it is handed in, whatever its kind and on whatever way."""
MOST_CODE = 16 * 2**20
"""Of what is left of it without outputs."""
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
    b"\0\x05\x16\7": "macOS's own note about a file (its name begins with ._)",
}
"""What else is handed in under the name of code, by how it begins."""


def read(exercise: Exercise, path: Path, author: Author | None = None) -> Submission:
    """The submission at `path`; what keeps it from being code is told in `problem`, never raised."""
    source, problem = _bytes(path)
    return of_bytes(exercise, source, str(path), author, problem)


def of_bytes(
    exercise: Exercise, source: bytes, origin: str, author: Author | None = None, problem: Finding | None = None
) -> Submission:
    """The submission that these bytes are, wherever they were found (a file, a place inside a zip).

    A `problem` says why there are none.
    """
    kind = _kind(origin, source)
    sha256 = "" if problem or len(source) > MOST_BYTES else hashlib.sha256(source).hexdigest()
    problem = problem or _too_large(source, MOST_BYTES, kind) or _problem(source)
    if problem is None and kind == "ipynb":
        from grader.submission import notebook_outputs

        source = notebook_outputs.without(source)
    problem = problem or _too_large(source, MOST_CODE, kind)
    return Submission(
        exercise=exercise,
        author=author,
        source=b"" if problem is not None and problem.id == "too_large" else source,
        origin=origin,
        sha256=sha256,
        kind=kind,
        problem=problem,
    )


def _kind(origin: str, source: bytes) -> Kind:
    """What a file is by its name, or by how it begins: a notebook that was named .py is a notebook."""
    if _NOTEBOOK.search(origin):
        return "ipynb"
    begins = source[:64].removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
    return "ipynb" if begins and b'"nbformat"' in source else "py"


def read_up_to(most: int, file: BinaryIO) -> bytes:
    """Read a file, up to one byte more than `most`, so that too large is seen."""
    # Python sets aside as many bytes as it is asked for, however short the file is.
    return file.read(min(most, os.fstat(file.fileno()).st_size) + 1)


def _bytes(path: Path) -> tuple[bytes, Finding | None]:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return b"", Finding("no_file", f"{path} is a folder; the file inside it is wanted.")
        if not stat.S_ISREG(mode):
            return b"", Finding("no_file", f"{path} is no regular file.")
        with path.open("rb") as file:
            return read_up_to(MOST_BYTES, file), None
    except (FileNotFoundError, NotADirectoryError):
        return b"", Finding("no_file", f"There is no file {path}.")
    except OSError as error:
        return b"", Finding("no_file", f"The file cannot be read ({error.strerror}). {make_machine_error(error).mend}")
    except ValueError:  # a NUL in a name
        return b"", Finding("no_file", "No file can have that name.")


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


def _too_large(source: bytes, most: int, kind: Kind) -> Finding | None:
    """That a file is beyond a cap, and what to do about it."""
    if len(source) <= most:
        return None
    size = f"{most // 2**20} MB"
    if kind == "py":
        return Finding("too_large", f"The file is larger than {size}; keep data in a file of its own.")
    if most == MOST_CODE:
        return Finding("too_large", f"Without its outputs it is still larger than {size}; keep data in a file.")
    return Finding("too_large", f"The notebook is larger than {size}. Clear its outputs and save it again.")
