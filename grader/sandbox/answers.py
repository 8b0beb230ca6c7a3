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
    """A text of the far end, cut, with whatever steers a terminal or turns the reading spelled out."""
    if type(value) is not str:
        raise TypeError("no text")
    return text.clean(value[:most], lines=lines)[:most]


def named(value: object) -> str:
    """A name of the far end, where it is one."""
    name = clean(value, MOST_NAME)
    return name if text.is_name(name) or name in OTHER_NAMES else ODD_NAME


def counted(value: object) -> int:
    """A number of the far end, no larger than such numbers are."""
    return max(-1, min(int(value), MOST_COUNT))  # type: ignore[call-overload, no-any-return]


def read_raised(told: Any) -> Raised:
    """Return an exception as the far end tells it; what this raises is MISREAD."""
    lines = tuple(
        Line(counted(line), named(name), clean(text, 200), counted(cell))
        for line, name, text, cell in told["lines"][:MOST_LINES]
    )
    syntax = told.get("syntax")
    where = None if syntax is None else (counted(syntax[0]), counted(syntax[1]), clean(syntax[2], 200))
    mark: Mark = told["mark"] if told["mark"] in MARKS else ""
    return Raised(named(told["kind"]), clean(told["message"], MOST_MESSAGE), lines, where, mark)


def read_loaded(told: Any, kind: Kind) -> Loaded:
    """Return what a file defines, lacks and lost; what this raises is MISREAD."""
    functions = list(told["functions"].items())[:MOST_FUNCTIONS]
    return Loaded(
        {named(name): _parameters(wants) for name, wants in functions},
        tuple(named(name) for name in told["missing"][:50]),
        told["holds_code"] is True,
        tuple(_failed(one, kind) for one in told["failed"][:MOST_FAILED]),
        _leaning(told.get("leaning", {})),
    )


def read_refused(told: Any) -> Refused:
    """Return why a value could not cross; what this raises is MISREAD."""
    why, what = told
    return Refused(wire.explain_refusal(clean(why, MOST_NAME), clean(what, MOST_NAME)))


def read_attempts(told: list[Any]) -> set[str]:
    """Return what the code tried, in our own words; any other are let fall."""
    return {word for word in told[:MOST_ATTEMPTS] if type(word) is str and word in ATTEMPTS}


def _failed(told: Any, kind: Kind) -> FailedCell:
    names = tuple(named(name) for name in told["names"][:MOST_NAMES])
    place: Literal["cell", "line"] = "cell" if kind == "ipynb" else "line"
    return FailedCell(counted(told["cell"]), names, read_raised(told["raised"]), place)


def _leaning(told: Any) -> dict[str, tuple[str, ...]]:
    found = list(told.items())[:MOST_FUNCTIONS]
    return {named(name): tuple(named(one) for one in some[:MOST_NAMES]) for name, some in found}


def _parameters(told: Any) -> Parameters | None:
    if told is None:
        return None
    names, fewest, most, keywords = told
    positional, by_name = (tuple(named(name) for name in some[:30]) for some in (names, keywords))
    return Parameters(positional, counted(fewest), counted(most), by_name)
