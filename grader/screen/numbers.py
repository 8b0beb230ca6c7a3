"""The numbers of one law: given, predicted, yours; small enough to follow by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from grader.model import CheckResult, Plain
from grader.screen.clean import inert
from grader.screen.components import QUIET, grid
from grader.text import DIGITS, clean, cut, digits_that_tell, in_columns, is_numbers, number, value
from grader.view import call

MOST_ROWS = 6
"""Rows of a path, or entries of a long list, that are shown."""
MOST_LETTERS = 400


def compared(check: CheckResult) -> Table | None:
    """What went in, what the law predicts and what came back; None where there are no numbers."""
    table = grid(dict(style=QUIET, no_wrap=True), dict(ratio=1), label=True)
    if check.given:
        table.add_row("given", inputs(check.given))
    if check.expected is not None:
        expected, actual, where = window(check.expected, check.actual)
        predicted, yours = answers(expected, actual)
        table.add_row("predicted", predicted)
        table.add_row("yours", yours)
        if where:
            table.add_row("", Text(where, QUIET))
    return table if table.row_count else None


def inputs(given: Mapping[str, Plain]) -> Text:
    """Numbers on one line, and each list on a line of its own."""
    flat = [f"{clean(name)}={value(held)}" for name, held in given.items() if _short(held)]
    long = [(clean(name), value(held, _digits(held), MOST_ROWS)) for name, held in given.items() if not _short(held)]
    widest = max((len(name) for name, _ in long), default=0)
    lines = [f"{name:<{widest}} = {text}" for name, text in long]
    return Text("\n".join([*lines, ", ".join(flat)] if flat else lines))


def answers(expected: Plain, actual: Plain) -> tuple[Text, Text]:
    """Both answers with as many digits as tell them apart; entries of lists stand under one another."""
    predicted, yours = aligned([expected, actual], digits_that_tell(expected, actual))
    yours.stylize("bold")
    return predicted, yours


def aligned(things: Sequence[Plain], digits: int = DIGITS) -> list[Text]:
    """Answers as texts; lists of as many numbers get columns, so that entries can be compared by eye."""
    lists = [thing for thing in things if is_numbers(thing)]
    if len(lists) == len(things) and len({len(row) for row in lists}) == 1:  # type: ignore[arg-type]
        told = [[number(entry, digits) for entry in row] for row in lists]  # type: ignore[union-attr,arg-type]
        return [Text(line) for line in in_columns(told)]
    return [_one(thing, digits) for thing in things]


def window(expected: Plain, actual: Plain) -> tuple[Plain, Plain, str]:
    """Of two long lists the part around their first difference, and words that say which part."""
    found = call.window(expected, actual, MOST_ROWS, MOST_ROWS)
    if found is None:
        return expected, actual, ""
    ours, theirs, first, last = found
    return ours, theirs, f"entries {first} to {last}, counted from 0"


def _one(thing: Plain, digits: int) -> Text:
    """One answer; a path has a line for each place."""
    if _is_rows(thing):
        return Text("\n".join(value(row, digits) for row in thing))  # type: ignore[union-attr]
    return inert(cut(value(thing, digits), MOST_LETTERS))


def _digits(thing: Plain) -> int:
    """A long list, such as a loss curve, is looked over rather than computed with."""
    return 4 if isinstance(thing, Sequence) and len(thing) > MOST_ROWS else DIGITS


def _short(thing: Plain) -> bool:
    return not _is_list(thing) and not (isinstance(thing, str) and len(thing) > 16)


def _is_list(thing: Plain) -> bool:
    return isinstance(thing, Sequence) and not isinstance(thing, str)


def _is_rows(thing: Plain) -> bool:
    return _is_list(thing) and any(_is_list(row) for row in thing)  # type: ignore[union-attr]
