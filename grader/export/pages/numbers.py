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


def format_inputs(given: Mapping[str, Any]) -> str:
    """Return the inputs: each list on a line of its own, single numbers together on the last."""
    lists = {name: value_given for name, value_given in given.items() if not _is_on_shared_line(value_given)}
    widest = max((len(clean(name)) for name in lists), default=0)
    lines = [
        f"{clean(name):<{widest}} = {_shorten(value(value_given, 4, MOST_GIVEN))}"
        for name, value_given in lists.items()
    ]
    single_values = ", ".join(
        f"{clean(name)} = {value(value_given)}"
        for name, value_given in given.items()
        if _is_on_shared_line(value_given)
    )
    return "\n".join([*lines, single_values] if single_values else lines)


def format_answers(answers_by_name: Mapping[str, Any]) -> dict[str, str]:
    """Return answers to the same question, by name, with as many digits as distinguish the first and the last."""
    answers = list(answers_by_name.values())
    digits = max((digits_that_tell(answers[0], answer) for answer in answers[1:]), default=5)
    lists = [answer for answer in answers if is_numbers(answer)]
    if len(lists) == len(answers) and len({len(row) for row in lists}) == 1:
        entries = [[number(entry, digits) for entry in row] for row in lists]
        texts = in_columns(entries)
    else:
        texts = [_format_answer(answer, digits) for answer in answers]
    return dict(zip(answers_by_name, texts, strict=True))


def cut_window(expected: Any, actual: Any) -> tuple[Any, Any, str]:
    """Cut two long lists down to the part around their first difference; return both, and words on which part it is."""
    window = call.find_difference_window(expected, actual, MOST_ROWS, MOST_ROWS)
    if window is None:
        return expected, actual, ""
    ours, theirs, first, last = window
    return ours, theirs, f"Entries {first} to {last}, counted from 0."


def is_curve(value: Any) -> bool:
    """Tell whether a value is a list to draw: long, flat, of numbers (those that are not finite are strings)."""
    return _is_list(value) and len(value) > LONG and all(is_single(entry) for entry in value)


def is_single(value: Any) -> bool:
    """Tell whether a value is one number, finite or not."""
    return (isinstance(value, int | float) and not isinstance(value, bool)) or value in ("nan", "inf", "-inf")


def is_short(value: Any) -> bool:
    """Tell whether an answer fits a cell of a table: a number, a word, nothing."""
    return value is None or isinstance(value, int | float) or (isinstance(value, str) and len(value) <= 24)


def _format_answer(answer: Any, digits: int) -> str:
    """Return one answer; a path has a line for each of its points."""
    if _is_list(answer) and any(_is_list(row) for row in answer):
        lines = [_shorten(value(row, digits)) for row in answer[:MOST_ROWS]]
        return "\n".join([*lines, "…"] if len(answer) > MOST_ROWS else lines)
    return _shorten(value(answer, digits))


def _shorten(text: str) -> str:
    """Return a text of at most MAX_ANSWER_CHARS characters."""
    return cut(text, MOST_LETTERS)


def _is_on_shared_line(value: Any) -> bool:
    """Tell whether a value is short enough to share a line with others."""
    return not _is_list(value) and not (isinstance(value, str) and len(value) > 16)


def _is_list(value: Any) -> bool:
    """Tell whether a value is a list or a tuple."""
    return isinstance(value, Sequence) and not isinstance(value, str)
