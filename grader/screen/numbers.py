"""The numbers of one law: given, predicted, yours; small enough to follow by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from grader.model import CheckResult, Plain
from grader.screen.components import QUIET, make_grid
from grader.text import DIGITS, choose_digits, format_value
from grader.view.numbers import MAX_ROWS, cut_window, format_answers, format_inputs


def render_comparison(check: CheckResult) -> Table | None:
    """Render what went in, what the law predicts and what came back; None where there are no numbers."""
    table = make_grid(dict(style=QUIET, no_wrap=True), dict(ratio=1), label=True)
    if check.given:
        table.add_row("given", render_inputs(check.given))
    if check.expected is not None:
        expected, actual, where = cut_window(check.expected, check.actual)
        predicted, yours = render_answers(expected, actual)
        table.add_row("predicted", predicted)
        table.add_row("yours", yours)
        if where:
            table.add_row("", Text(where, QUIET))
    return table if table.row_count else None


def render_inputs(arguments: Mapping[str, Plain]) -> Text:
    """Render the arguments of a call: numbers on one line, each list on a line of its own."""
    return Text(format_inputs(arguments, _format_list, "="))


def render_answers(expected: Plain, actual: Plain) -> tuple[Text, Text]:
    """Render both answers with as many digits as tell them apart; entries of lists stand under one another."""
    predicted, yours = render_aligned([expected, actual], choose_digits(expected, actual))
    yours.stylize("bold")
    return predicted, yours


def render_aligned(answers: Sequence[Plain], digits: int = DIGITS) -> list[Text]:
    """Render answers; lists of equal length get columns, so that their entries can be compared by eye."""
    return [Text(text) for text in format_answers(answers, digits)]


def _format_list(argument: Plain) -> str:
    """Format a list; a long one, such as a loss curve, with few digits, for nobody computes with it."""
    digits = 4 if isinstance(argument, Sequence) and len(argument) > MAX_ROWS else DIGITS
    return format_value(argument, digits, MAX_ROWS)
