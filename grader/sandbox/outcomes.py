"""What can come of asking student code for something: data, whatever it did."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import Struct

Mark = Literal["", "broken_notebook", "other_language", "interrupted", "newer_python"]
Doing = Literal["computing", "asking", "waiting", "starved", "unknown", "spent"]
"""A worker out of time: it computed; it asked for slopes; it slept or waited for something; the machine kept
it from computing; nothing tells; or it was not asked, for the time of the whole submission is spent."""


MAX_PRINTED = 64 * 1024
"""Bytes of output that are kept of one worker."""


class LevelDown(Exception):
    """A level of walls does not stand here; the text is the reason."""


class Limits(Struct, frozen=True):
    """How much a submission may take."""

    seconds: float = 2.0
    """Wall time of one call, seconds; a busy machine is given more, up to three times as much again."""
    load_seconds: float = 10.0
    """Wall time of loading the file, seconds."""
    total_seconds: float = 30.0
    """Wall time of all that is asked of one submission, seconds: many calls, each just in time, end here."""
    cpu: int = 60
    """Processor time of one worker, seconds."""
    memory: int = 2**30
    """Address space of one worker, bytes."""

    @classmethod
    def for_call(cls, seconds: float) -> Limits:
        """Return the usual limits around calls of so many seconds: who gives a call more gives the rest more too."""
        usual = cls()
        return cls(
            seconds=seconds,
            load_seconds=max(seconds, usual.load_seconds),
            total_seconds=usual.total_seconds * max(1.0, seconds / usual.seconds),
            cpu=math.ceil(usual.cpu * max(1.0, seconds / usual.seconds)),
        )


class Parameters(Struct, frozen=True):
    """How a function wants to be called."""

    names: tuple[str, ...]
    fewest: int
    """Of all arguments, those behind a bare `*` too."""
    most: int
    """By place; -1: any number."""
    keywords: tuple[str, ...] = ()
    """Those behind a bare `*`, as they are written; the worker passes them by name."""


class Line(NamedTuple):
    """A line of the student's own that an exception came through."""

    number: int
    function: str
    text: str
    cell: int = 0
    """The notebook's cell that it stands in; 0 where it is no notebook."""


class FailedCell(Struct, frozen=True):
    """A cell of a notebook, or a statement of a file, that did not run to its end."""

    number: int
    """As Jupyter counts after "Restart and run all"; of a statement, its first line."""
    names: tuple[str, ...]
    """What it would have defined, as far as its text tells."""
    raised: Raised
    kind: Literal["cell", "line"] = "cell"

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"{self.kind} {self.number}"


class Loaded(Struct, frozen=True):
    """The file was run."""

    functions: Mapping[str, Parameters | None]
    """What it defines; None where nothing tells how to call it."""
    missing: tuple[str, ...]
    """Packages it imports that are not there."""
    holds_code: bool = True
    """False for a file of comments, texts and imports alone."""
    failed: tuple[FailedCell, ...] = ()
    """Cells or statements that did not run to their end, from the top."""
    leaning: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Names that speak of a missing package, or are made by one, with these packages."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The call came back with a value."""

    value: Any
    changed: tuple[int, ...] = ()
    """Places of the arguments that the call changed."""
    gradients: int = 0
    """How often it asked a callback."""
    weight: int = field(default=0, compare=False)
    """Bytes of memory that the value takes, about."""
    told: bytes = field(default=b"", compare=False, repr=False)
    """The answer as it crossed, where it is short, and how often it asked: the same bytes mean the same outcome."""


class Raised(Struct, frozen=True):
    """The student's code raised."""

    kind: str
    """The exception's name, which a student may have chosen."""
    message: str
    lines: tuple[Line, ...] = ()
    """The student's own lines, outermost first."""
    syntax: tuple[int, int, str] | None = None
    """Of a syntax error: line, column, the line's text."""
    mark: Mark = ""
    """What the kit itself stopped or could not read; empty for whatever the code raised."""


class Refused(Struct, frozen=True):
    """The call came back with something that is no plain data."""

    says: str


class TimedOut(Struct, frozen=True):
    """The call did not come back in time, or asked too often, and the worker was ended."""

    seconds: float
    """Wall time that it was given in the end, seconds."""
    doing: Doing = "unknown"
    """What the worker did meanwhile."""
    most: int = 0
    """How often it might have asked what it was handed, where it was ended for asking more."""


class Died(Struct, frozen=True):
    """The worker's process ended by itself."""

    how: str


class Violated(Struct, frozen=True):
    """What came back was no message of the protocol, and the worker was ended."""

    what: str


Outcome = Returned | Raised | Refused | TimedOut | Died | Violated
"""Of a call."""
LoadOutcome = Loaded | Raised | Refused | TimedOut | Died | Violated
"""Of loading a file."""
