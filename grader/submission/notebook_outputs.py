"""A notebook without what it has printed and drawn: that is dropped before anything reads the rest.

The bytes are walked from mark to mark and nothing is built of them, so a picture of megabytes costs no memory and
a file of brackets no more than its own size. Line breaks stay where they are: an error still names the right line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_MARKS = 4_000_000
"""Strings and brackets of one file that are looked at; a long notebook has some thousands."""
DEEPEST = 100
"""Brackets within brackets; a cell's source lies four deep."""
LONG_TEXT = 64 * 2**10
"""Bytes of a text cell from which pictures stand in it."""

_MARK = re.compile(rb'"(?:[^"\\]*+(?:\\.[^"\\]*+)*+"(\s*+:)?)?+|[\[\]{}]', re.DOTALL)
_DRAWN = frozenset({b'"outputs"', b'"attachments"', b'"widgets"'})
_SOURCES = frozenset({b'"source"', b'"input"'})
_PAIRS = {b"]": b"[", b"}": b"{"}

Span = tuple[int, int]


@dataclass(slots=True)
class _Open:
    """A bracket that has not closed yet."""

    bracket: bytes
    at: int
    key: bytes = b""
    """Of an object: the key whose value comes next."""
    kind: bytes = b""
    """Of a cell: what it says it is."""
    source: Span | None = None


@dataclass(slots=True)
class _Walk:
    """What one walk over the bytes found."""

    cuts: list[Span] = field(default_factory=list)
    code: list[Span] = field(default_factory=list)
    """The sources of code cells."""


def without(source: bytes) -> bytes:
    """The notebook without outputs, attachments and pictures inside texts; what is no JSON stays as far as it can."""
    kept, at = [], 0
    for start, end in sorted(_walk(source).cuts):
        kept += [source[at:start], _emptied(source, start, end)]
        at = end
    return b"".join([*kept, source[at:]]) if kept else source


def code_of(source: bytes) -> Iterator[str]:
    """The text of each code cell, as far as the file can be read."""
    for start, end in _walk(source).code:
        try:
            told = json.loads(source[start:end])
        except ValueError:
            continue
        yield told if isinstance(told, str) else "".join(line for line in told if isinstance(line, str))


def _emptied(source: bytes, start: int, end: int) -> bytes:
    """What is left of a dropped value: its brackets or quotes, and its line breaks between them."""
    first, last = source[start : start + 1], source[end - 1 : end]
    lines = b"\n" * source.count(b"\n", start, end)
    if first == b'"' or (first == b"[" and last == b"]"):
        return (b"[" + lines + b"]") if first == b"[" else b'""' + lines
    return first + lines + (last if last == b"}" and first == b"{" else b"")


def _walk(source: bytes) -> _Walk:
    found = _Walk()
    path: list[_Open] = []
    dropped = depth = 0
    """Where a value begins that is dropped, and how many brackets stand open in it."""
    for marks, mark in enumerate(_MARK.finditer(source)):
        first = source[mark.start() : mark.start() + 1]
        if first == b'"':
            if mark.end() == mark.start() + 1:
                break  # a string without an end: the file was cut
            if not depth and path:
                _string(path[-1], source, mark)
        elif depth:
            depth += 1 if first in b"[{" else -1
            if not depth:
                found.cuts.append((dropped, mark.end()))
        elif first in b"[{":
            if path and path[-1].bracket == b"{" and path[-1].key in _DRAWN:
                dropped, depth = mark.start(), 1
            else:
                path.append(_Open(first, mark.start()))
        elif not path or path[-1].bracket != _PAIRS[first]:
            break
        else:
            _close(path, mark.end(), found)
        if marks > MOST_MARKS or len(path) > DEEPEST:
            break
    if depth:
        found.cuts.append((dropped, len(source)))
    return found


def _string(holder: _Open, source: bytes, mark: re.Match[bytes]) -> None:
    """A key, or a value that may tell a cell's kind or be its source."""
    if holder.bracket != b"{":
        return
    if mark[1] is not None:
        holder.key = source[mark.start() : min(mark.end(), mark.start() + 20)].rstrip(b": \t\r\n")
    elif holder.key == b'"cell_type"':
        holder.kind = source[mark.start() : min(mark.end(), mark.start() + 20)]
    elif holder.key in _SOURCES:
        holder.source = mark.span()


def _close(path: list[_Open], end: int, found: _Walk) -> None:
    """A bracket closes: a list may be a cell's source, an object a cell."""
    closed = path.pop()
    above = path[-1] if path else None
    if closed.bracket == b"[" and above is not None and above.bracket == b"{" and above.key in _SOURCES:
        above.source = (closed.at, end)
    if closed.source is None or not closed.kind:
        return
    if closed.kind == b'"code"':
        found.code.append(closed.source)
    elif closed.source[1] - closed.source[0] > LONG_TEXT:
        found.cuts.append(closed.source)
