"""Plain data as text that can be compared by eye: entries under one another, long lists cut where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader.text import clean, cut, digits_that_tell, in_columns, is_numbers, number, value
from grader.view import call

MOST_ROWS = 6
"""Rows of a path, or entries of a long list, that are shown."""
MOST_GIVEN = 12
"""Entries of a list that went in."""
MOST_LETTERS = 400
LONG = 8
"""A list longer than this is drawn rather than read."""


def given_lines(given: Mapping[str, Any]) -> str:
    """Inputs: each list on a line of its own, single numbers together on the last."""
    long = {name: held for name, held in given.items() if not _short(held)}
    widest = max((len(clean(name)) for name in long), default=0)
    lines = [f"{clean(name):<{widest}} = {_cut(value(held, 4, MOST_GIVEN))}" for name, held in long.items()]
    flat = ", ".join(f"{clean(name)} = {value(held)}" for name, held in given.items() if _short(held))
    return "\n".join([*lines, flat] if flat else lines)


def answers(named: Mapping[str, Any]) -> dict[str, str]:
    """Answers to the same question by whose they are, in as many digits as tell the first and the last apart."""
    things = list(named.values())
    digits = max((digits_that_tell(things[0], thing) for thing in things[1:]), default=5)
    lists = [thing for thing in things if is_numbers(thing)]
    if len(lists) == len(things) and len({len(row) for row in lists}) == 1:
        told = [[number(entry, digits) for entry in row] for row in lists]
        texts = in_columns(told)
    else:
        texts = [_one(thing, digits) for thing in things]
    return dict(zip(named, texts, strict=True))


def window(expected: Any, actual: Any) -> tuple[Any, Any, str]:
    """Of two long lists the part around their first difference, and words that say which part."""
    found = call.window(expected, actual, MOST_ROWS, MOST_ROWS)
    if found is None:
        return expected, actual, ""
    ours, theirs, first, last = found
    return ours, theirs, f"Entries {first} to {last}, counted from 0."


def is_curve(thing: Any) -> bool:
    """Whether it is a list to draw: long, flat, of numbers (those that are not finite are strings)."""
    return _is_list(thing) and len(thing) > LONG and all(is_single(entry) for entry in thing)


def is_single(thing: Any) -> bool:
    """Whether it is one number, finite or not."""
    return (isinstance(thing, int | float) and not isinstance(thing, bool)) or thing in ("nan", "inf", "-inf")


def is_short(thing: Any) -> bool:
    """Whether it is an answer for a cell of a table: a number, a word, nothing."""
    return thing is None or isinstance(thing, int | float) or (isinstance(thing, str) and len(thing) <= 24)


def _one(thing: Any, digits: int) -> str:
    """One answer; a path has a line for each place."""
    if _is_list(thing) and any(_is_list(row) for row in thing):
        shown = [_cut(value(row, digits)) for row in thing[:MOST_ROWS]]
        return "\n".join([*shown, "…"] if len(thing) > MOST_ROWS else shown)
    return _cut(value(thing, digits))


def _cut(text: str) -> str:
    return cut(text, MOST_LETTERS)


def _short(thing: Any) -> bool:
    return not _is_list(thing) and not (isinstance(thing, str) and len(thing) > 16)


def _is_list(thing: Any) -> bool:
    return isinstance(thing, Sequence) and not isinstance(thing, str)
