"""Fingerprints of code that outlast new names, new layout and another order of its functions.

Winnowing: of every WINDOW consecutive hashes of GRAM words the smallest is kept, so that any run of
GRAM + WINDOW − 1 common words leaves a common fingerprint (S. Schleimer, D. S. Wilkerson and A. Aiken (2003),
"Winnowing: Local Algorithms for Document Fingerprinting", section 3).

The words come from a scanner of our own instead of `tokenize`: one pass of one regular expression without
backtracking, the same on every Python, and nothing that a stranger's file says can stop it.
"""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from msgspec import Struct

GRAM = 10
"""Words of one hash: any two programs share shorter runs."""
WINDOW = 4
"""Hashes in a row of which one is kept."""

TOKEN = re.compile(
    r"""(?P<space>[ \t\f]++|\\\n|\#[^\n]*+)
    |(?P<line>\n)
    |(?P<string>[rRbBuUfF]{0,2}(?:
        \"""(?:[^\\"]|\\.|"(?!""))*+(?:\"""|\\?\Z)
        |'''(?:[^\\']|\\.|'(?!''))*+(?:'''|\\?\Z)
        |"(?:[^"\\\n]|\\.)*+"?
        |'(?:[^'\\\n]|\\.)*+'?))
    |(?P<number>\.?\d(?:[eE][+-]\d|[\w.])*+)
    |(?P<name>[^\W\d]\w*+)
    |(?P<sign>\*\*=?|//=?|<<=?|>>=?|->|:=|[-+*/%@&|^<>=!]=|.)""",
    re.VERBOSE | re.DOTALL,
)
FIXED_NAMES = frozenset((*keyword.kwlist, *dir(builtins)))
"""Words that cannot be renamed."""
FIXED_ATTRIBUTES = frozenset((*dir(np), *dir(np.ndarray)))
"""Words that cannot be renamed when they stand after a dot."""

LineRange = tuple[int, int]
"""First and last line, counted from 1."""


class _Word(Struct, frozen=True):
    text: str
    line: int
    kind: str


@dataclass(slots=True)
class _Statement:
    """One statement's words; `top` where it begins its line."""

    top: bool = False
    words: list[_Word] = field(default_factory=list)


def compute_fingerprints(source: str, kept: frozenset[str]) -> dict[int, LineRange]:
    """Compute the fingerprints (64-bit hashes) of a Python source, each with the lines where it stands first.

    Comments, docstrings, layout and redundant brackets are dropped; numbers, texts and all names but `kept`,
    keywords, built-ins and numpy's own count as one word each.
    """
    marks: dict[int, LineRange] = {}
    for block in _split_blocks(source):
        for mark, lines in _select_hashes(_simplify(block, kept)):
            marks.setdefault(mark, lines)
    return marks


def _split_blocks(source: str) -> list[list[_Word]]:
    """Split a source into its top-level functions and classes, and one block of all other statements.

    Then the order of functions changes no fingerprint.
    """
    loose: list[_Word] = []
    blocks = [loose]
    for statement in _iterate_statements(source):
        if statement.top:
            opens = statement.words[0].text in ("def", "class", "async", "@")
            blocks.append([] if opens else loose)
        if any(word.kind != "string" for word in statement.words):  # else a docstring
            blocks[-1] += statement.words
    return [loose, *(block for block in blocks if block is not loose)]


def _iterate_statements(source: str) -> Iterator[_Statement]:
    statement, line, depth = _Statement(), 1, 0
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    for match in TOKEN.finditer(text):
        kind, word = str(match.lastgroup), match[0]
        depth = max(0, depth + (word in ("(", "[", "{")) - (word in (")", "]", "}")))
        if word == ";" or (kind == "line" and not depth):
            if statement.words:
                yield statement
            statement = _Statement()
        elif kind not in ("space", "line"):
            if not statement.words:
                statement.top = match.start() == 0 or text[match.start() - 1] == "\n"
            statement.words.append(_Word(word, line, kind))
        line += word.count("\n")
    if statement.words:
        yield statement


def _simplify(block: Sequence[_Word], kept: frozenset[str]) -> list[_Word]:
    """Replace what a new name or another layout would change by the same words."""
    plain: list[_Word] = []
    calls: list[bool] = []
    for word in block:
        before = plain[-1] if plain else None
        text = _replace_word(word, before, kept)
        if text in (")", "]", "}") and before is not None and before.text == ",":
            plain.pop()
        if text == "(":
            calls.append(before is not None and _can_be_called(before))
            if not calls[-1]:
                continue
        if text == ")" and not (calls and calls.pop()):
            continue
        plain.append(_Word(text, word.line, word.kind))
    return plain


def _replace_word(word: _Word, before: _Word | None, kept: frozenset[str]) -> str:
    if word.kind in ("number", "string"):
        return word.kind
    if word.kind != "name" or word.text in kept:
        return word.text
    attribute = before is not None and before.text == "."
    return word.text if word.text in (FIXED_ATTRIBUTES if attribute else FIXED_NAMES) else "name"


def _can_be_called(word: _Word) -> bool:
    """Tell whether a bracket after this word calls it, and is not there for order or looks."""
    return word.text in (")", "]") or (word.kind == "name" and not keyword.iskeyword(word.text))


def _select_hashes(words: Sequence[_Word]) -> Iterator[tuple[int, LineRange]]:
    """Yield the smallest hash of every window, the rightmost of equals, with its lines."""
    grams = [_hash(words[start : start + GRAM]) for start in range(len(words) - GRAM + 1)]
    last = -1
    for start in range(max(1, len(grams) - WINDOW + 1) if grams else 0):
        window = range(start, min(start + WINDOW, len(grams)))
        best = min(window, key=lambda index: (grams[index], -index))
        if best != last:
            last = best
            yield grams[best], (words[best].line, words[best + GRAM - 1].line)


def _hash(words: Sequence[_Word]) -> int:
    text = " ".join(word.text for word in words)
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())
