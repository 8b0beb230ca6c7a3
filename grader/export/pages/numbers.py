"""Numbers as a page shows them: as text, or as a picture where a list is long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.text import DIGITS, choose_digits, cut, format_value
from grader.view import numbers

MAX_INPUTS = 12
"""Entries of an input list that are shown."""
LONG = 8
"""A list longer than this is drawn rather than read."""


def format_inputs(arguments: Mapping[str, Any]) -> str:
    """Return the inputs: each list on a line of its own, single numbers together on the last."""
    return numbers.format_inputs(
        arguments, lambda argument: cut(format_value(argument, 4, MAX_INPUTS), numbers.MAX_ANSWER_CHARS), " = "
    )


def format_answers(answers_by_name: Mapping[str, Any]) -> dict[str, str]:
    """Return answers to the same question, by name, with as many digits as distinguish the first from the others."""
    answers = list(answers_by_name.values())
    digits = max((choose_digits(answers[0], answer) for answer in answers[1:]), default=DIGITS)
    return dict(zip(answers_by_name, numbers.format_answers(answers, digits, numbers.MAX_ROWS), strict=True))


def cut_window(expected: Any, actual: Any) -> tuple[Any, Any, str]:
    """Cut two long lists down to the part around their first difference; return both, and a sentence on that part."""
    expected_part, actual_part, where = numbers.cut_window(expected, actual)
    return expected_part, actual_part, f"{where.capitalize()}." if where else ""


def is_curve(value: Any) -> bool:
    """Tell whether a value is a list to draw: long, flat, of numbers (those that are not finite are strings)."""
    return numbers.is_list(value) and len(value) > LONG and all(is_single(entry) for entry in value)


def is_single(value: Any) -> bool:
    """Tell whether a value is one number, finite or not."""
    return (isinstance(value, int | float) and not isinstance(value, bool)) or value in ("nan", "inf", "-inf")


def is_short(value: Any) -> bool:
    """Tell whether an answer fits a cell of a table: a number, a word, nothing."""
    return value is None or isinstance(value, int | float) or (isinstance(value, str) and len(value) <= 24)
