"""What a file holds of an exercise: found by looking over its text, which is never parsed and never run.

A file counts as written in where it defines one of the exercise's functions otherwise than the stub does.
Comments, descriptions, blank lines and a notebook's outputs say nothing about that.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Collection

from msgspec import Struct

from grader.course import stubs
from grader.errors import KitError
from grader.model import Exercise, Submission
from grader.submission import make_submission, notebook_outputs

MAX_CODE_CHARS = 4 * 2**20
"""Letters of code that are looked over; functions stand before data."""
MAX_DEFINITIONS = 20_000
MAX_BODY_CHARS = 20_000
"""Letters of one function that are held against the stub's."""

_STRING = r"""(?P<text>(?:"{3}(?:[^"\\]|\\.|"(?!""))*+"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*+'{3}))"""
_SHORT = r"""(?P<short>"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+')"""
_NOT_CODE = re.compile(rf"{_STRING}|{_SHORT}|(?P<comment>\#[^\n]*)", re.DOTALL)
_DEFINES = re.compile(
    r"^(?P<indent>[ \t]*)(?:(?:async[ \t]+)?def[ \t]+(?P<def>\w+)[ \t]*[(\[]|(?P<name>\w+)[ \t]*(?::[^=\n]*)?=(?!=))",
    re.MULTILINE,
)
_NEXT = re.compile(r"^[^\s)\]}#]", re.MULTILINE)
"""A line that begins at the margin: what stands above it is over."""
_LINE = re.compile(r"\n")
_WRITES = re.compile(r"\A\s*%%(?:writefile|file)\b[^\n]*\n")


class Contents(Struct, frozen=True):
    """What a look over one file found."""

    defined: frozenset[str] = frozenset()
    """Names of functions that it defines."""
    written: frozenset[str] = frozenset()
    """The exercise's functions that are defined otherwise than in the stub."""
    untouched: bool = False
    """Whether all of the exercise's functions that it defines are as the stub has them."""


def read_contents(exercise: Exercise, source: bytes, origin: str) -> Contents:
    """Return what a file of that name and these bytes holds of an exercise."""
    submission = make_submission(exercise, source, origin)
    if submission.problem is not None:
        return Contents()
    codes = find_functions(_extract_code(submission))
    stub_codes = _load_stub_functions(exercise)
    mine = codes.keys() & set(exercise.functions)
    written = frozenset(name for name in mine if codes[name] != stub_codes.get(name))
    return Contents(frozenset(codes), written, bool(mine) and not written)


def find_functions(code: str) -> dict[str, str]:
    """Return each function that a Python text defines, with its code; the last one of a name counts."""
    bare = _NOT_CODE.sub(_blank_out, code.replace("\r\n", "\n").replace("\r", "\n"))
    found = itertools.islice(_DEFINES.finditer(bare), MAX_DEFINITIONS)
    last = {match["def"] or match["name"]: match for match in found if match["def"] or not match["indent"]}
    codes: dict[str, str] = {}
    for name, match in last.items():
        limit = match.end() + MAX_BODY_CHARS
        end = (_NEXT if match["def"] else _LINE).search(bare, match.end(), limit)
        codes[name] = " ".join(bare[match.start() : end.start() if end else limit].split())
    return codes


def _blank_out(match: re.Match[str]) -> str:
    """Return the line breaks of a docstring or comment; a short string stays as it is."""
    return match[0] if match["short"] else "\n" * match[0].count("\n")


def _extract_code(submission: Submission) -> str:
    """Return the text of a program, or of a notebook's cells without `%%writefile`."""
    if submission.kind == "py":
        return _decode_text(submission.source[:MAX_CODE_CHARS])
    cells = (_WRITES.sub("", cell) for cell in notebook_outputs.iterate_code_cells(submission.source))
    return "\n".join(cells)[:MAX_CODE_CHARS]


def _decode_text(source: bytes) -> str:
    # Names of functions are ASCII here, so a wrong guess at the other letters harms nothing.
    """Decode a file's bytes; where they are not UTF-8, read every byte as one letter."""
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.decode("latin-1")


@functools.cache
def _load_stub_functions(exercise: Exercise) -> dict[str, str]:
    """Return the code of the stub's functions; empty where the kit has no untouched copy."""
    try:
        return find_functions(_decode_text(stubs.read_untouched_stub(exercise)))
    except (KitError, OSError):
        return {}


def list_foreign_names(contents: Contents, exercise: Exercise) -> Collection[str]:
    """Return what a file defines in place of an exercise's functions; empty where it defines one of them."""
    return () if contents.defined & set(exercise.functions) else contents.defined
