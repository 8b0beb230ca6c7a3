"""A notebook without what it has printed and drawn: that is dropped before anything reads the rest.

The bytes are walked from mark to mark and nothing is built of them, so a picture of megabytes costs no memory and
a file of brackets no more than its own size. Line breaks stay where they are: an error still names the right line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_MARKS = 4_000_000
"""Strings and brackets of one file that are looked at; a long notebook has some thousands."""
MAX_DEPTH = 100
"""Brackets within brackets; a cell's source lies four deep."""
LONG_TEXT = 64 * 2**10
"""Bytes of a text cell from which pictures stand in it."""

_MARK = re.compile(rb'"(?:[^"\\]*+(?:\\.[^"\\]*+)*+"(\s*+:)?)?+|[\[\]{}]', re.DOTALL)
_DRAWN = frozenset({b'"outputs"', b'"attachments"', b'"widgets"'})
_SOURCES = frozenset({b'"source"', b'"input"'})
_PAIRS = {b"]": b"[", b"}": b"{"}

Span = tuple[int, int]


@dataclass(slots=True)
class _OpenBracket:
    """A bracket that has not closed yet."""

    bracket: bytes
    at: int
    key: bytes = b""
    """Of an object: the key whose value comes next."""
    kind: bytes = b""
    """Of a cell: what it says it is."""
    source: Span | None = None


@dataclass(slots=True)
class _NotebookParts:
    """The parts of a notebook's bytes that matter here."""

    cuts: list[Span] = field(default_factory=list)
    """What is dropped."""
    code: list[Span] = field(default_factory=list)
    """The sources of code cells."""


def drop_outputs(source: bytes) -> bytes:
    """Return the notebook without outputs, attachments and pictures in texts; what is no JSON stays as it is."""
    kept, at = [], 0
    for start, end in sorted(_walk_brackets(source).cuts):
        kept += [source[at:start], _make_placeholder(source, start, end)]
        at = end
    return b"".join([*kept, source[at:]]) if kept else source


def iterate_code_cells(source: bytes) -> Iterator[str]:
    """Yield the text of each code cell, as far as the file can be read."""
    for start, end in _walk_brackets(source).code:
        try:
            text = json.loads(source[start:end])
        except ValueError:
            continue
        yield text if isinstance(text, str) else "".join(line for line in text if isinstance(line, str))


def _make_placeholder(source: bytes, start: int, end: int) -> bytes:
    """Return what stays of a dropped value: its brackets or quotes, and its line breaks between them."""
    first, last = source[start : start + 1], source[end - 1 : end]
    lines = b"\n" * source.count(b"\n", start, end)
    if first == b'"' or (first == b"[" and last == b"]"):
        return (b"[" + lines + b"]") if first == b"[" else b'""' + lines
    return first + lines + (last if last == b"}" and first == b"{" else b"")


def _walk_brackets(source: bytes) -> _NotebookParts:
    parts = _NotebookParts()
    path: list[_OpenBracket] = []
    dropped = depth = 0
    # Where a value begins that is dropped, and how many brackets stand open in it.
    for marks, mark in enumerate(_MARK.finditer(source)):
        first = source[mark.start() : mark.start() + 1]
        if first == b'"':
            if mark.end() == mark.start() + 1:
                break  # a string without an end: the file was cut
            if not depth and path:
                _read_string(path[-1], source, mark)
        elif depth:
            depth += 1 if first in b"[{" else -1
            if not depth:
                parts.cuts.append((dropped, mark.end()))
        elif first in b"[{":
            if path and path[-1].bracket == b"{" and path[-1].key in _DRAWN:
                dropped, depth = mark.start(), 1
            else:
                path.append(_OpenBracket(first, mark.start()))
        elif not path or path[-1].bracket != _PAIRS[first]:
            break
        else:
            _close_bracket(path, mark.end(), parts)
        if marks > MAX_MARKS or len(path) > MAX_DEPTH:
            break
    if depth:
        parts.cuts.append((dropped, len(source)))
    return parts


def _read_string(holder: _OpenBracket, source: bytes, mark: re.Match[bytes]) -> None:
    """Note a string in an object: as its next key, or as a value that is a cell's kind or source."""
    if holder.bracket != b"{":
        return
    if mark[1] is not None:
        holder.key = source[mark.start() : min(mark.end(), mark.start() + 20)].rstrip(b": \t\r\n")
    elif holder.key == b'"cell_type"':
        holder.kind = source[mark.start() : min(mark.end(), mark.start() + 20)]
    elif holder.key in _SOURCES:
        holder.source = mark.span()


def _close_bracket(path: list[_OpenBracket], end: int, parts: _NotebookParts) -> None:
    """Close the innermost bracket, and note what it was: a list may be a cell's source, an object a cell."""
    closed = path.pop()
    above = path[-1] if path else None
    if closed.bracket == b"[" and above is not None and above.bracket == b"{" and above.key in _SOURCES:
        above.source = (closed.at, end)
    if closed.source is None or not closed.kind:
        return
    if closed.kind == b'"code"':
        parts.code.append(closed.source)
    elif closed.source[1] - closed.source[0] > LONG_TEXT:
        parts.cuts.append(closed.source)
