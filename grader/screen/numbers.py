"""The numbers of one law: given, predicted, yours; small enough to follow by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from grader.model import CheckResult, Plain
from grader.screen.clean import clean_text
from grader.screen.components import QUIET, make_grid
from grader.text import DIGITS, clean, cut, digits_that_tell, in_columns, is_numbers, number, value
from grader.view import call

MAX_ROWS = 6
"""Rows of a path, or entries of a long list, that are shown."""
MAX_ANSWER_CHARS = 400


def render_comparison(check: CheckResult) -> Table | None:
    """Render what went in, what the law predicts and what came back; None where there are no numbers."""
    table = make_grid(dict(style=QUIET, no_wrap=True), dict(ratio=1), label=True)
    if check.given:
        table.add_row("given", render_inputs(check.given))
    if check.expected is not None:
        expected, actual, where = select_window(check.expected, check.actual)
        predicted, yours = render_answers(expected, actual)
        table.add_row("predicted", predicted)
        table.add_row("yours", yours)
        if where:
            table.add_row("", Text(where, QUIET))
    return table if table.row_count else None


def render_inputs(arguments: Mapping[str, Plain]) -> Text:
    """Render the arguments of a call: numbers on one line, each list on a line of its own."""
    flat = [f"{clean(name)}={value(argument)}" for name, argument in arguments.items() if _is_short(argument)]
    long = [
        (clean(name), value(argument, _choose_digits(argument), MAX_ROWS))
        for name, argument in arguments.items()
        if not _is_short(argument)
    ]
    widest = max((len(name) for name, _ in long), default=0)
    lines = [f"{name:<{widest}} = {text}" for name, text in long]
    return Text("\n".join([*lines, ", ".join(flat)] if flat else lines))


def render_answers(expected: Plain, actual: Plain) -> tuple[Text, Text]:
    """Render both answers with as many digits as tell them apart; entries of lists stand under one another."""
    predicted, yours = render_aligned([expected, actual], digits_that_tell(expected, actual))
    yours.stylize("bold")
    return predicted, yours


def render_aligned(answers: Sequence[Plain], digits: int = DIGITS) -> list[Text]:
    """Render answers; lists of equal length get columns, so that their entries can be compared by eye."""
    rows = [answer for answer in answers if is_numbers(answer)]
    if len(rows) == len(answers) and len({len(row) for row in rows}) == 1:  # type: ignore[arg-type]
        cells = [[number(entry, digits) for entry in row] for row in rows]  # type: ignore[union-attr,arg-type]
        return [Text(line) for line in in_columns(cells)]
    return [_render_answer(answer, digits) for answer in answers]


def select_window(expected: Plain, actual: Plain) -> tuple[Plain, Plain, str]:
    """Return of two long lists the part around their first difference, and words that say which part it is."""
    window = call.find_difference_window(expected, actual, MAX_ROWS, MAX_ROWS)
    if window is None:
        return expected, actual, ""
    ours, theirs, first, last = window
    return ours, theirs, f"entries {first} to {last}, counted from 0"


def _render_answer(answer: Plain, digits: int) -> Text:
    """Render one answer; a path has a line for each point."""
    if _is_rows(answer):
        return Text("\n".join(value(row, digits) for row in answer))  # type: ignore[union-attr]
    return clean_text(cut(value(answer, digits), MAX_ANSWER_CHARS))


def _choose_digits(answer: Plain) -> int:
    """Return how many digits are shown: fewer for a long list, such as a loss curve, which nobody computes with."""
    return 4 if isinstance(answer, Sequence) and len(answer) > MAX_ROWS else DIGITS


def _is_short(answer: Plain) -> bool:
    """Tell whether a value fits on a line with others."""
    return not _is_list(answer) and not (isinstance(answer, str) and len(answer) > 16)


def _is_list(answer: Plain) -> bool:
    return isinstance(answer, Sequence) and not isinstance(answer, str)


def _is_rows(answer: Plain) -> bool:
    return _is_list(answer) and any(_is_list(row) for row in answer)  # type: ignore[union-attr]
