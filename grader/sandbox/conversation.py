"""One worker as the trusted side sees it: load, call, end; every end of a call is an Outcome."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from grader.sandbox import wire
from grader.sandbox.link import Link, LinkClosed, LinkTimeout
from grader.sandbox.outcomes import (
    Died,
    Limits,
    Loaded,
    LoadOutcome,
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
"""Below this share of the allowed time spent on a processor, the machine was the slow one."""


class Process(Protocol):
    """The process at the far end, whatever started it and whatever walls it stands behind."""

    def kill(self) -> None:
        """End it at once and leave nothing of it; may be called twice."""

    def how_it_ended(self) -> str:
        """Of a process that ended by itself, in a learner's words."""

    def cpu_seconds(self) -> float | None:
        """Processor time used so far, seconds; None where the platform does not tell."""

    def printed(self) -> bytes:
        """What the code wrote so far, already cut to its cap."""


class Worker:
    """A fresh process that holds one submission."""

    def __init__(self, link: Link, process: Process) -> None:
        self._link = link
        self._process = process
        self._number = 0
        self.alive = True

    def load(self, source: bytes, filename: str, limits: Limits) -> LoadOutcome:
        """Run the file as a module of a neutral name."""
        wanted = dict(source=source, filename=filename, memory=limits.memory, cpu=limits.cpu)
        heard = self._ask(wire.LOAD, wire.encode(wanted), (), limits.load_seconds, 0)
        if not isinstance(heard, Returned):
            return heard
        try:
            return Loaded(
                {str(name): _parameters(told) for name, told in heard.value["functions"].items()},
                tuple(str(name) for name in heard.value["missing"]),
                heard.value["holds_code"] is True,
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return self._violated("an answer of the wrong form")

    def call(self, name: str, arguments: Sequence[object], limits: Limits, most_gradients: int = 20_000) -> Outcome:
        """Call a function of the submission with plain data; callables among the arguments cross as callbacks."""
        functions: list[Callable[..., Any]] = []
        payload = wire.encode([name, list(arguments)], functions)
        return self._ask(wire.CALL, payload, functions, limits.seconds, most_gradients)

    def printed(self) -> str:
        """What the code wrote so far, as text."""
        return self._process.printed().decode("utf-8", "replace")

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
    ) -> Outcome:
        """Send one request and hear the far end out."""
        self._number += 1
        try:
            if self._link.pending():
                return self._violated("words that nobody asked for")
            self._link.send(kind, self._number, payload)
            return self._hear(kind, functions, _Deadline(seconds, self._process), most_gradients)
        except LinkClosed:
            how = self._process.how_it_ended()
            self.close()
            return Died(how)
        except LinkTimeout:
            self.close()
            return TimedOut(seconds)
        except wire.WireError as error:
            return self._violated(str(error))

    def _hear(
        self, asked: int, functions: Sequence[Callable[..., Any]], deadline: _Deadline, most_gradients: int
    ) -> Outcome:
        gradients = 0
        while True:
            kind, call, payload = deadline.receive(self._link)
            if call != self._number:
                return self._violated("an answer to another call")
            value = wire.decode(payload)
            if kind == wire.CALLBACK and functions:
                gradients += 1
                if gradients > most_gradients:
                    return self._violated(f"more than {most_gradients} gradients asked for in one call")
                self._link.send(wire.REPLY, call, _reply(functions, value))
            elif kind == (wire.LOADED if asked == wire.LOAD else wire.RETURNED):
                return self._returned(asked, value, gradients)
            elif kind in (wire.RAISED, wire.REFUSED):
                return self._told(kind, value)
            else:
                return self._violated("a message of the wrong kind")

    def _returned(self, asked: int, value: Any, gradients: int) -> Outcome:
        if asked == wire.LOAD:
            return Returned(value)
        if not (isinstance(value, list) and len(value) == 2 and isinstance(value[1], list)):
            return self._violated("an answer of the wrong form")
        return Returned(value[0], tuple(int(place) for place in value[1] if type(place) is int), gradients)

    def _told(self, kind: int, value: Any) -> Outcome:
        try:
            if kind == wire.REFUSED:
                return Refused(str(value))
            lines = tuple((int(line), str(name), str(text)) for line, name, text in value["lines"])
            syntax = value.get("syntax")
            where = None if syntax is None else (int(syntax[0]), int(syntax[1]), str(syntax[2]))
            return Raised(str(value["kind"]), str(value["message"]), lines, where)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError):
            return self._violated("an answer of the wrong form")

    def _violated(self, what: str) -> Violated:
        self.close()
        return Violated(what)


class _Deadline:
    """Wall time that a busy machine does not count against the student."""

    def __init__(self, seconds: float, process: Process) -> None:
        self._seconds = seconds
        self._process = process
        self._spent = process.cpu_seconds() or 0.0
        self._until = time.monotonic() + seconds
        self._left = EXTENSIONS

    def receive(self, link: Link) -> tuple[int, int, bytes]:
        """The next frame; the deadline moves while the worker has hardly been let onto a processor."""
        while True:
            try:
                return link.receive(self._until)
            except LinkTimeout:
                used = self._process.cpu_seconds()
                if used is None or not self._left or used - self._spent > BUSY_SHARE * self._seconds:
                    raise
                self._left -= 1
                self._until = time.monotonic() + self._seconds


def _reply(functions: Sequence[Callable[..., Any]], asked: Any) -> bytes:
    """Answer a callback; what the student passed may be anything, and a bad fit is told, not raised here."""
    try:
        number, arguments = asked
        value = functions[number](*arguments)
        return wire.encode([True, value])
    except (TypeError, ValueError, IndexError) as error:
        return wire.encode([False, str(error)[:300]])


def _parameters(told: Any) -> Parameters | None:
    if told is None:
        return None
    names, fewest, most = told
    return Parameters(tuple(str(name) for name in names), int(fewest), int(most))
