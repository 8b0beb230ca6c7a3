"""The numbers of laws and probes as texts that can be compared by eye: columns, enough digits, long lists cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeGuard

from grader.model import Plain
from grader.text import DIGITS, align_columns, clean, cut, format_number, format_value, is_number_list
from grader.view import call

MAX_ROWS = 6
"""Rows of a path, or entries of a long list, that are shown."""
MAX_ANSWER_CHARS = 400


def format_inputs(arguments: Mapping[str, Plain], format_list: Callable[[Plain], str], equals: str) -> str:
    """Return the arguments of a call as lines: each list on a line of its own, single values together on the last.

    `format_list` writes a list or a long text; `equals` stands between a single value and its name.
    """
    lists = [
        (clean(name), format_list(argument)) for name, argument in arguments.items() if not _fits_shared_line(argument)
    ]
    single_values = [
        f"{clean(name)}{equals}{format_value(argument)}"
        for name, argument in arguments.items()
        if _fits_shared_line(argument)
    ]
    widest = max((len(name) for name, _ in lists), default=0)
    lines = [f"{name:<{widest}} = {text}" for name, text in lists]
    return "\n".join([*lines, ", ".join(single_values)] if single_values else lines)


def format_answers(answers: Sequence[Plain], digits: int = DIGITS, max_rows: int | None = None) -> list[str]:
    """Return answers as texts; lists of as many numbers get columns, so that their entries can be compared by eye.

    A path has a line for each of its points: for all of them, or for the first `max_rows`, none of them too long.
    """
    rows = [answer for answer in answers if is_list(answer) and is_number_list(answer)]
    if len(rows) == len(answers) and len({len(row) for row in rows}) == 1:
        return align_columns([[format_number(entry, digits) for entry in row] for row in rows])  # type: ignore[arg-type]
    return [_format_answer(answer, digits, max_rows) for answer in answers]


def cut_window(expected: Plain, actual: Plain) -> tuple[Plain, Plain, str]:
    """Cut two long lists down to the part around their first difference; return both, and words on which part it is.

    What needs no cut is returned as it is, with no words.
    """
    window = call.find_difference_window(expected, actual, MAX_ROWS, MAX_ROWS)
    if window is None:
        return expected, actual, ""
    expected_part, actual_part, first, last = window
    return expected_part, actual_part, f"entries {first} to {last}, counted from 0"


def is_list(answer: Plain) -> TypeGuard[Sequence[Plain]]:
    """Tell whether a value is a list or a tuple."""
    return isinstance(answer, Sequence) and not isinstance(answer, str)


def _format_answer(answer: Plain, digits: int, max_rows: int | None) -> str:
    """Return one answer as text, a path with a line for each point."""
    if not is_list(answer) or not any(map(is_list, answer)):
        return cut(format_value(answer, digits), MAX_ANSWER_CHARS)
    if max_rows is None:
        return "\n".join(format_value(row, digits) for row in answer)
    lines = [cut(format_value(row, digits), MAX_ANSWER_CHARS) for row in answer[:max_rows]]
    return "\n".join([*lines, "…"] if len(answer) > max_rows else lines)


def _fits_shared_line(argument: Plain) -> bool:
    """Tell whether a value is short enough to share a line with others."""
    return not is_list(argument) and not (isinstance(argument, str) and len(argument) > 16)
