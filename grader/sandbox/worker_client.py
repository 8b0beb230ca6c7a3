"""One worker as the trusted side sees it: load, call, end; every end of a call is an Outcome."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, get_args

import numpy as np

from grader import text
from grader.model import Kind
from grader.sandbox import wire
from grader.sandbox.audit import CHANGE, MEANING, READ
from grader.sandbox.generators import is_generator
from grader.sandbox.grounds import HEIGHT, count_numbers
from grader.sandbox.link import Link, LinkClosed, LinkTimeout
from grader.sandbox.outcomes import (
    PRINTED,
    Died,
    Doing,
    FailedCell,
    Limits,
    Line,
    Loaded,
    LoadOutcome,
    Mark,
    Outcome,
    Parameters,
    Raised,
    Refused,
    Returned,
    TimedOut,
    Violated,
)

EXTENSIONS = 3
"""How often a deadline moves for a worker that a busy machine kept waiting."""
BUSY_SHARE = 0.5
"""Below this share of the allowed time spent on a processor, the machine may have been the slow one."""
STARVED_SHARE = 0.25
"""From this share of the allowed time spent in the queue for a processor, it was."""
MANY_GRADIENTS = 2000
"""Asked for in one call: more of them, and it is these that took the time."""
MOST_GRADIENTS = 50_000
"""How often one call may ask callables at all; those that the worker answers, about so often."""
A_STEP = 50
"""Slopes that one step of a run may ask for."""
A_COORDINATE = 8
"""Heights of a loss that one coordinate may ask for."""
MOST_CALLBACK = 2**20
"""Bytes of one callback's arguments: a place to ask the gradient at."""
MARKS = frozenset(get_args(Mark))
ATTEMPTS = frozenset({*MEANING.values(), CHANGE, READ})
MOST_ATTEMPTS = 20
MOST_FUNCTIONS = 5000
MOST_NAME = 80
MOST_NAMES = 100
MOST_MESSAGE = 500
MOST_TEXT = 2000
"""Letters of one text in an answer; of a longer one the beginning is kept."""
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

MOST_KNOWN = 2**12
"""Bytes of an answer by which it is known again; of a longer one it is a digest."""
NOTHING_KNOWN: Mapping[bytes, Returned] = {}
AT_ONCE = 0.02
"""Seconds after which a call is worth a look at the clock of its process."""


class Process(Protocol):
    """The process at the far end, whatever started it and whatever walls it stands behind."""

    def kill(self) -> None:
        """End it at once and leave nothing of it; may be called twice."""

    def interrupt(self) -> None:
        """End it from any thread, touching nothing that belongs to the one that asks it."""

    def how_it_ended(self) -> str:
        """Of a process that ended by itself, in a learner's words."""

    def times(self) -> tuple[float, float] | None:
        """Processor time used, and time kept waiting for a processor, so far, seconds; None: not told."""

    def printed(self) -> bytes:
        """What the code wrote so far, already cut to its cap."""


class Question:
    """One call, as plain data: written for the wire once, and asked as often as one likes."""

    def __init__(self, function: str, arguments: Sequence[object]) -> None:
        self.function = function
        self.arguments = tuple(arguments)
        self.known: dict[bytes, Returned] = {}
        """Answers that were read before, by their bytes; whoever asks the same of many submissions fills it."""
        self._written: dict[int, tuple[bytes, list[Callable[..., Any]]]] = {}
        """By the number of helpers: the payload, and the callables of its own."""

    def written(self, helpers: Sequence[Callable[..., Any]] = ()) -> tuple[bytes, list[Callable[..., Any]]]:
        """The payload, and the callables that it offers, `helpers` before all others. Raises Unsendable."""
        if len(helpers) not in self._written:
            functions = list(helpers)
            payload = wire.encode_call(self.function, list(self.arguments), functions)
            wire.frame(wire.CALL, 0, payload)
            self._written[len(helpers)] = payload, functions[len(helpers) :]
        payload, own = self._written[len(helpers)]
        return payload, [*helpers, *own]

    @property
    def is_data(self) -> bool:
        """Whether all of it is data that can cross: a callable that no data describes may remember who asked it."""
        try:
            return all(getattr(one, "made_by", ()) or is_generator(one) for one in self.written()[1])
        except wire.Unsendable:
            return False


class Worker:
    """A fresh process that holds one submission."""

    def __init__(self, link: Link, process: Process) -> None:
        self._link = link
        self._process = process
        self._number = 0
        self._gradients = 0
        self._helpers: list[Callable[..., Any]] = []
        self.alive = True
        self.tried: set[str] = set()
        """What the code tried besides computing, in words, as far as Python was asked."""

    def load(
        self,
        source: bytes,
        filename: str,
        limits: Limits,
        kind: Kind = "py",
        hurried: Sequence[int] = (),
        helpers: Mapping[str, Callable[..., Any]] | None = None,
    ) -> LoadOutcome:
        """Run the file: a module of a neutral name, or a notebook's cells from top to bottom.

        The cells or statements `hurried` are known to run on and on; they get a short time. Calls of the functions
        named in `helpers` come back to this side.
        """
        self._helpers = list((helpers or {}).values())
        wanted = dict(
            source=source, filename=filename, kind=kind, patience=limits.load_seconds / 2, hurried=list(hurried),
            memory=limits.memory, cpu=limits.cpu, helpers=list(helpers or {}),
        )  # fmt: skip
        heard = self._ask(wire.LOAD, wire.encode(wanted), (), limits.load_seconds, 0)
        if not isinstance(heard, Returned):
            return heard
        try:
            functions = list(heard.value["functions"].items())[:MOST_FUNCTIONS]
            return Loaded(
                {named(name): _parameters(told) for name, told in functions},
                tuple(named(name) for name in heard.value["missing"][:50]),
                heard.value["holds_code"] is True,
                tuple(_failed(told, kind) for told in heard.value["failed"][:MOST_FAILED]),
                _leaning(heard.value.get("leaning", {})),
            )
        except MISREAD:
            return self._violated("an answer of the wrong form")

    def call(
        self, name: str, arguments: Sequence[object], limits: Limits, most_gradients: int | None = None
    ) -> Outcome:
        """Call a function of the submission with plain data; callables among the arguments cross as callbacks."""
        return self.answer(Question(name, arguments), limits, most_gradients)

    def answer(self, question: Question, limits: Limits, most_gradients: int | None = None) -> Outcome:
        """Ask a question, which may have been asked of other submissions before."""
        try:
            payload, functions = question.written(self._helpers)
        except wire.Unsendable as refused:
            # Arguments may be earlier answers, and two of them larger than one.
            return Refused(str(refused))
        most = most_asked(functions, question.arguments) if most_gradients is None else most_gradients
        return self._ask(wire.CALL, payload, functions, limits.seconds, most, len(question.arguments), question.known)

    def printed(self) -> str:
        """What the code wrote so far, as text."""
        return clean(self._process.printed().decode("utf-8", "replace"), PRINTED, lines=True)

    def interrupt(self) -> None:
        """End the process from any thread: whoever waits for its answer hears that it died."""
        self._process.interrupt()

    def close(self) -> None:
        """End the process."""
        self.alive = False
        self._process.kill()
        self._link.close()

    def _ask(
        self,
        kind: int,
        payload: bytes,
        functions: Sequence[Callable[..., Any]],
        seconds: float,
        most_gradients: int,
        count: int = 0,
        known: Mapping[bytes, Returned] = NOTHING_KNOWN,
    ) -> Outcome:
        """Send one request and hear the far end out."""
        self._number += 1
        deadline = _Deadline(seconds, self._process)
        try:
            if self._link.pending():
                return self._violated("words that nobody asked for")
            self._link.send(kind, self._number, payload, deadline.until)
            return self._hear(kind, functions, deadline, most_gradients, count, known)
        except LinkClosed:
            how = self._process.how_it_ended()
            self.close()
            return Died(how)
        except LinkTimeout:
            doing = "asking" if self._gradients > MANY_GRADIENTS else deadline.doing()
            self.close()
            return TimedOut(round(deadline.given, 1), doing)
        except wire.WireError as error:
            return self._violated(str(error))

    def _hear(
        self,
        asked: int,
        functions: Sequence[Callable[..., Any]],
        deadline: _Deadline,
        most_gradients: int,
        count: int,
        known: Mapping[bytes, Returned],
    ) -> Outcome:
        self._gradients = 0
        asked_for = wire.LOADED if asked == wire.LOAD else wire.RETURNED
        while True:
            kind, call, payload = deadline.receive(self._link)
            if call != self._number:
                return self._violated("an answer to another call")
            # The same bytes mean the same, after as many questions to this side.
            told = (payload if len(payload) <= MOST_KNOWN else _digest(payload)) + self._gradients.to_bytes(4, "little")
            if kind == asked_for and told in known:
                return known[told]
            if kind == wire.CALLBACK and len(payload) > MOST_CALLBACK:
                return self._violated("a gradient asked for at a place of more than a megabyte")
            value, weight = wire.decode_weighed(payload, MOST_TEXT)
            if kind == wire.CALLBACK and functions:
                self._gradients += _weight(functions, value)
                if self._gradients > most_gradients:
                    return self._asked_too_much(deadline, most_gradients)
                self._link.send(wire.REPLY, call, _reply(functions, value), deadline.until)
                continue
            value, attempts = self._note_attempts(value)
            if kind == asked_for:
                # What was tried on the way is noted anew each time.
                heard = self._returned(asked, value, count, weight, b"" if attempts else told)
                return self._asked_too_much(deadline, most_gradients) if self._gradients > most_gradients else heard
            if kind in (wire.RAISED, wire.REFUSED):
                return self._told(kind, value)
            return self._violated("a message of the wrong kind")

    def _note_attempts(self, value: Any) -> list[Any]:
        """The answer itself, and what was tried on the way to it."""
        if not (isinstance(value, list) and len(value) == 2 and isinstance(value[1], list)):
            raise wire.WireError("an answer of the wrong form")
        self.tried.update(word for word in value[1][:MOST_ATTEMPTS] if type(word) is str and word in ATTEMPTS)
        return value

    def _returned(self, asked: int, value: Any, count: int, weight: int, told: bytes) -> Outcome:
        if asked == wire.LOAD:
            return Returned(value)
        if not (isinstance(value, list) and len(value) == 3 and isinstance(value[1], list) and type(value[2]) is int):
            return self._violated("an answer of the wrong form")
        self._gradients += max(0, min(value[2], wire.TOGETHER))
        changed = {place for place in value[1] if type(place) is int and 0 <= place < count}
        return Returned(value[0], tuple(sorted(changed)), self._gradients, weight, told)

    def _told(self, kind: int, value: Any) -> Outcome:
        try:
            if kind == wire.REFUSED:
                why, what = value
                return Refused(wire.refusal(clean(why, MOST_NAME), clean(what, MOST_NAME)))
            return _raised(value)
        except MISREAD:
            return self._violated("an answer of the wrong form")

    def _asked_too_much(self, deadline: _Deadline, most: int) -> TimedOut:
        self.close()
        return TimedOut(round(deadline.given, 1), "asking", most)

    def _violated(self, what: str) -> Violated:
        self.close()
        return Violated(what)


class _Deadline:
    """Wall time that a busy machine does not count against the student."""

    def __init__(self, seconds: float, process: Process) -> None:
        self._seconds = seconds
        self._process = process
        self._before: tuple[float, float] | None = None
        self._left = EXTENSIONS
        self.given = seconds
        self.until = time.monotonic() + seconds

    def receive(self, link: Link) -> tuple[int, int, bytes]:
        """The next frame; the deadline moves while the worker is kept from a processor."""
        while True:
            try:
                return link.receive(self.until if self._before else min(self.until, time.monotonic() + AT_ONCE))
            except LinkTimeout:
                if self._before is None:
                    # Most answers come at once, and theirs nobody has to time.
                    self._before = self._process.times() or (0.0, 0.0)
                    continue
                if not self._left or self.doing() != "starved":
                    raise
                self._left -= 1
                self.given += self._seconds
                self.until = time.monotonic() + self._seconds

    def doing(self) -> Doing:
        """What the worker did with the time it was given."""
        now = self._process.times()
        if now is None or self._before is None:
            return "unknown"
        used, queued = (after - before for after, before in zip(now, self._before, strict=True))
        if used > BUSY_SHARE * self._seconds:
            return "computing"
        return "starved" if queued > STARVED_SHARE * self._seconds else "waiting"


def _digest(payload: bytes) -> bytes:
    return hashlib.sha256(payload).digest()


def most_asked(functions: Sequence[Callable[..., Any]], arguments: Sequence[object]) -> int:
    """How often one call may ask what it was offered: a loss for each coordinate, anything else for each step.

    There are no more steps than the largest number among the arguments, or the longest list.
    """
    if not functions:
        return MOST_GRADIENTS
    steps = max([1, *filter(math.isfinite, map(_longest, arguments))])
    entries = max(map(count_numbers, arguments), default=1)
    a_slope, a_loss = A_STEP * (steps + 1), A_COORDINATE * entries + A_STEP
    most = sum(a_loss if is_loss(one) else a_slope for one in functions)
    return int(min(MOST_GRADIENTS, most or MOST_GRADIENTS))


def _longest(one: object) -> float:
    """How many steps an argument may stand for."""
    if isinstance(one, list | tuple) or (isinstance(one, np.ndarray) and one.ndim):
        return len(one)
    # An int may be too large for a float, and is many steps all the same.
    return (
        min(one, MOST_GRADIENTS)
        if isinstance(one, int)
        else float(one)
        if isinstance(one, np.floating | np.integer | float)
        else 1
    )


def is_loss(function: object) -> bool:
    """Whether a callable among the arguments answers with the height of a landscape."""
    return tuple(getattr(function, "made_by", ()))[:1] == (HEIGHT,)


def _weight(functions: Sequence[Callable[..., Any]], asked: Any) -> int:
    """How many gradients a callback stands for: a slope that is data is asked of this side once in a while."""
    number = asked[0] if isinstance(asked, list) and asked else None
    if type(number) is not int or not 0 <= number < len(functions):
        return 1
    return wire.TOGETHER if getattr(functions[number], "made_by", ()) else 1


def _reply(functions: Sequence[Callable[..., Any]], asked: Any) -> bytes:
    """Answer a callback; what the student passed may be anything, and a bad fit is told, not raised here."""
    if not (isinstance(asked, list) and len(asked) == 2 and isinstance(asked[1], list)):
        raise wire.WireError("a callback of the wrong form")
    number, arguments = asked
    if type(number) is not int or not 0 <= number < len(functions):
        raise wire.WireError("a callback that nobody offered")
    try:
        return wire.encode([True, functions[number](*arguments)])
    except Exception as error:
        # Whatever arithmetic on a stranger's values raises belongs to the stranger.
        return wire.encode([False, str(error)[:300]])


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


def _raised(told: Any) -> Raised:
    """An exception as the far end tells it; what it raises is MISREAD."""
    lines = tuple(
        Line(counted(line), named(name), clean(text, 200), counted(cell))
        for line, name, text, cell in told["lines"][:MOST_LINES]
    )
    syntax = told.get("syntax")
    where = None if syntax is None else (counted(syntax[0]), counted(syntax[1]), clean(syntax[2], 200))
    mark: Mark = told["mark"] if told["mark"] in MARKS else ""
    return Raised(named(told["kind"]), clean(told["message"], MOST_MESSAGE), lines, where, mark)


def _failed(told: Any, kind: Kind) -> FailedCell:
    names = tuple(named(name) for name in told["names"][:MOST_NAMES])
    place: Literal["cell", "line"] = "cell" if kind == "ipynb" else "line"
    return FailedCell(counted(told["cell"]), names, _raised(told["raised"]), place)


def _leaning(told: Any) -> dict[str, tuple[str, ...]]:
    found = list(told.items())[:MOST_FUNCTIONS]
    return {named(name): tuple(named(one) for one in some[:MOST_NAMES]) for name, some in found}


def _parameters(told: Any) -> Parameters | None:
    if told is None:
        return None
    names, fewest, most, keywords = told
    positional, by_name = (tuple(named(name) for name in some[:30]) for some in (names, keywords))
    return Parameters(positional, counted(fewest), counted(most), by_name)
