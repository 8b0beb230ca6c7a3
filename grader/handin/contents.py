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

MOST_LETTERS = 4 * 2**20
"""Of code that are looked over; functions stand before data."""
MOST_NAMES = 20_000
MOST_BODY = 20_000
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


def of(exercise: Exercise, source: bytes, origin: str) -> Contents:
    """What a file of that name and these bytes holds of an exercise."""
    submission = make_submission(exercise, source, origin)
    if submission.problem is not None:
        return Contents()
    found = functions(_code(submission))
    given = _given(exercise)
    mine = found.keys() & set(exercise.functions)
    written = frozenset(name for name in mine if found[name] != given.get(name))
    return Contents(frozenset(found), written, bool(mine) and not written)


def functions(code: str) -> dict[str, str]:
    """Each function that a text of Python defines, with all that makes it what it is; the last of a name counts."""
    bare = _NOT_CODE.sub(_blank, code.replace("\r\n", "\n").replace("\r", "\n"))
    found: dict[str, str] = {}
    for match in itertools.islice(_DEFINES.finditer(bare), MOST_NAMES):
        if match["def"] is None and match["indent"]:
            continue
        most = match.end() + MOST_BODY
        after = (_NEXT if match["def"] else _LINE).search(bare, match.end(), most)
        found[match["def"] or match["name"]] = " ".join(bare[match.start() : after.start() if after else most].split())
    return found


def _blank(match: re.Match[str]) -> str:
    """A description or comment leaves its line breaks; a short text stays what it is."""
    return match[0] if match["short"] else "\n" * match[0].count("\n")


def _code(submission: Submission) -> str:
    """The text of a program, or of a notebook's cells, `%%writefile` taken off."""
    if submission.kind == "py":
        return _text(submission.source[:MOST_LETTERS])
    cells = (_WRITES.sub("", cell) for cell in notebook_outputs.iterate_code_cells(submission.source))
    return "\n".join(cells)[:MOST_LETTERS]


def _text(source: bytes) -> str:
    # Names of functions are ASCII here, so a wrong guess at the other letters harms nothing.
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.decode("latin-1")


@functools.cache
def _given(exercise: Exercise) -> dict[str, str]:
    """The stub's functions as they came; none where the kit has no untouched copy."""
    try:
        return functions(_text(stubs.read_untouched_stub(exercise)))
    except (KitError, OSError):
        return {}


def foreign(found: Contents, exercise: Exercise) -> Collection[str]:
    """What a file defines in place of an exercise's functions; empty where it defines one of them."""
    return () if found.defined & set(exercise.functions) else found.defined
