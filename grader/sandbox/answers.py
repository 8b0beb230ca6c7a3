"""What a worker told, read by the trusted side: cut, cleaned and counted, for a stranger may have written it."""

from __future__ import annotations

from typing import Any, Literal, get_args

from grader import text
from grader.model import Kind
from grader.sandbox import wire
from grader.sandbox.audit import CHANGE, MEANING, READ
from grader.sandbox.outcomes import FailedCell, Line, Loaded, Mark, Parameters, Raised, Refused

MARKS = frozenset(get_args(Mark))
ATTEMPTS = frozenset({*MEANING.values(), CHANGE, READ})
MOST_ATTEMPTS = 20
MOST_FUNCTIONS = 5000
MOST_NAME = 80
MOST_NAMES = 100
MOST_MESSAGE = 500
MOST_LINES = 6
MOST_FAILED = 100
MOST_COUNT = 10**6
"""Of lines, columns, cells and parameters: whatever is told beyond it is told to harm."""
ODD_NAME = "(an odd name)"
"""Stands for a name that is no single word: it could be a sentence of its own."""
OTHER_NAMES = frozenset({"<module>", "<lambda>", "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})
"""What Python itself calls code that has no name."""
MISREAD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What reading data of another form than was expected can raise: arrays, infinities and bytes are data too."""


def clean(value: object, most: int, *, lines: bool = False) -> str:
    """Return a text of the far end, cut, with whatever steers a terminal or turns the reading spelled out."""
    if type(value) is not str:
        raise TypeError("no text")
    return text.clean(value[:most], lines=lines)[:most]


def read_name(value: object) -> str:
    """Return a name of the far end; `ODD_NAME` where it is none."""
    name = clean(value, MOST_NAME)
    return name if text.is_name(name) or name in OTHER_NAMES else ODD_NAME


def read_count(value: object) -> int:
    """Return a number of the far end, no larger than such numbers are."""
    return max(-1, min(int(value), MOST_COUNT))  # type: ignore[call-overload, no-any-return]


def read_raised(sent: Any) -> Raised:
    """Return an exception as the far end tells it; what this raises is MISREAD."""
    lines = tuple(
        Line(read_count(line), read_name(name), clean(text, 200), read_count(cell))
        for line, name, text, cell in sent["lines"][:MOST_LINES]
    )
    syntax = sent.get("syntax")
    where = None if syntax is None else (read_count(syntax[0]), read_count(syntax[1]), clean(syntax[2], 200))
    mark: Mark = sent["mark"] if sent["mark"] in MARKS else ""
    return Raised(read_name(sent["kind"]), clean(sent["message"], MOST_MESSAGE), lines, where, mark)


def read_loaded(sent: Any, kind: Kind) -> Loaded:
    """Return what a file defines, lacks and lost; what this raises is MISREAD."""
    functions = list(sent["functions"].items())[:MOST_FUNCTIONS]
    return Loaded(
        {read_name(name): _read_parameters(wants) for name, wants in functions},
        tuple(read_name(name) for name in sent["missing"][:50]),
        sent["holds_code"] is True,
        tuple(_read_failed(cell, kind) for cell in sent["failed"][:MOST_FAILED]),
        _read_leaning(sent.get("leaning", {})),
    )


def read_refused(sent: Any) -> Refused:
    """Return why a value could not cross; what this raises is MISREAD."""
    why, what = sent
    return Refused(wire.explain_refusal(clean(why, MOST_NAME), clean(what, MOST_NAME)))


def read_attempts(sent: list[Any]) -> set[str]:
    """Return what the code tried, in our own words; any other are let fall."""
    return {word for word in sent[:MOST_ATTEMPTS] if type(word) is str and word in ATTEMPTS}


def _read_failed(sent: Any, kind: Kind) -> FailedCell:
    names = tuple(read_name(name) for name in sent["names"][:MOST_NAMES])
    part: Literal["cell", "line"] = "cell" if kind == "ipynb" else "line"
    return FailedCell(read_count(sent["cell"]), names, read_raised(sent["raised"]), part)


def _read_leaning(sent: Any) -> dict[str, tuple[str, ...]]:
    items = list(sent.items())[:MOST_FUNCTIONS]
    return {read_name(name): tuple(map(read_name, packages[:MOST_NAMES])) for name, packages in items}


def _read_parameters(sent: Any) -> Parameters | None:
    if sent is None:
        return None
    names, fewest, most, keywords = sent
    positional, by_name = (tuple(read_name(name) for name in some[:30]) for some in (names, keywords))
    return Parameters(positional, read_count(fewest), read_count(most), by_name)
