"""A file becomes a Submission. No code is parsed and none runs here: hostile files wait for the walls.

Of a notebook the outputs are dropped (`notebook_outputs`): they are no part of the answer, and megabytes of pictures
would travel to every process that asks for the code.
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

MAX_FILE_BYTES = 64 * 2**20
"""The largest file that may be handed in, of any kind and in any way."""
MAX_CODE_BYTES = 16 * 2**20
"""The largest code: a file, or a notebook without its outputs."""
_NOTEBOOK = re.compile(r"\.ipynb(?:\.txt|\.json)?$", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_FORMATS = {
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
"""Other kinds of files that are handed in under the name of code, by how they begin."""


def read_submission(exercise: Exercise, path: Path, author: Author | None = None) -> Submission:
    """Read the submission at `path`; what keeps it from being code stands in its `problem` and is never raised."""
    source, problem = _read_bytes(path)
    return make_submission(exercise, source, str(path), author, problem)


def make_submission(
    exercise: Exercise, source: bytes, origin: str, author: Author | None = None, problem: Finding | None = None
) -> Submission:
    """Make a submission of a file's bytes, wherever they were found (a file, a path inside a zip).

    A `problem` says why there are none.
    """
    kind = _detect_kind(origin, source)
    sha256 = "" if problem or len(source) > MAX_FILE_BYTES else hashlib.sha256(source).hexdigest()
    problem = problem or _check_size(source, MAX_FILE_BYTES, kind) or _find_problem(source)
    if problem is None and kind == "ipynb":
        from grader.submission import notebook_outputs

        source = notebook_outputs.drop_outputs(source)
    problem = problem or _check_size(source, MAX_CODE_BYTES, kind)
    return Submission(
        exercise=exercise,
        author=author,
        source=b"" if problem is not None and problem.id == "too_large" else source,
        origin=origin,
        sha256=sha256,
        kind=kind,
        problem=problem,
    )


def _detect_kind(origin: str, source: bytes) -> Kind:
    """Tell a notebook from a Python file by its name, or by how it begins: a notebook may have been named .py."""
    if _NOTEBOOK.search(origin):
        return "ipynb"
    begins = source[:64].removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
    return "ipynb" if begins and b'"nbformat"' in source else "py"


def read_up_to(limit: int, file: BinaryIO) -> bytes:
    """Read a file, up to one byte more than `limit`, so that the caller sees when it is too large."""
    # Python sets aside as many bytes as it is asked for, however short the file is.
    return file.read(min(limit, os.fstat(file.fileno()).st_size) + 1)


def _read_bytes(path: Path) -> tuple[bytes, Finding | None]:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return b"", Finding("no_file", f"{path} is a folder; the file inside it is wanted.")
        if not stat.S_ISREG(mode):
            return b"", Finding("no_file", f"{path} is no regular file.")
        with path.open("rb") as file:
            return read_up_to(MAX_FILE_BYTES, file), None
    except (FileNotFoundError, NotADirectoryError):
        return b"", Finding("no_file", f"There is no file {path}.")
    except OSError as error:
        return b"", Finding("no_file", f"The file cannot be read ({error.strerror}). {make_machine_error(error).mend}")
    except ValueError:  # a NUL in a name
        return b"", Finding("no_file", "No file can have that name.")


def _find_problem(source: bytes) -> Finding | None:
    if not source.strip():
        return Finding("no_code", "The file is empty.")
    other_format = next((kind for begins, kind in _OTHER_FORMATS.items() if source.startswith(begins)), None)
    if other_format is not None:
        return Finding("no_code", f"The file is {other_format}, whatever its name says; the code itself is wanted.")
    if source.startswith(_UTF16):
        return Finding("encoding", "The file is saved as UTF-16; save it again as UTF-8.")
    if b"\0" in source:
        return Finding("encoding", "The file holds NUL bytes, so it is no text; save it again as UTF-8.")
    return None


def _check_size(source: bytes, limit: int, kind: Kind) -> Finding | None:
    """Return a finding where a file is larger than `limit` bytes; None where it is not."""
    if len(source) <= limit:
        return None
    size = f"{limit // 2**20} MB"
    if kind == "py":
        return Finding("too_large", f"The file is larger than {size}; keep data in a file of its own.")
    if limit == MAX_CODE_BYTES:
        return Finding("too_large", f"Without its outputs it is still larger than {size}; keep data in a file.")
    return Finding("too_large", f"The notebook is larger than {size}. Clear its outputs and save it again.")
