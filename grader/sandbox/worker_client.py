"""One worker as the trusted side sees it: load, call, end; every end of a call is an Outcome."""

from __future__ import annotations

import functools
import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from grader.model import Kind
from grader.sandbox import wire
from grader.sandbox.answers import MISREAD, clean, read_attempts, read_loaded, read_raised, read_refused
from grader.sandbox.callbacks import MAX_CALLBACK, limit_callbacks, reply, weigh
from grader.sandbox.deadline import Deadline
from grader.sandbox.generators import is_generator
from grader.sandbox.link import Link, LinkClosed, LinkTimeout
from grader.sandbox.outcomes import (
    MAX_PRINTED,
    Died,
    Limits,
    LoadOutcome,
    Outcome,
    Refused,
    Returned,
    TimedOut,
    Violated,
)

MANY_GRADIENTS = 2000
"""Asked for in one call: more of them, and it is these that took the time."""
MAX_TEXT = 2000
"""Letters of one text in an answer; of a longer one the beginning is kept."""
MAX_LIGHT = 2**11
"""Bytes of a question that may be asked together with others."""
MAX_TOGETHER = 2**24
"""Bytes of memory that the answers to questions asked together may take."""
MAX_KNOWN = 2**12
"""Bytes of an answer by which it is known again; of a longer one it is a digest."""
NOTHING_KNOWN: Mapping[bytes, Returned] = {}


class Process(Protocol):
    """The process at the far end, whatever started it and whatever walls it stands behind."""

    def kill(self) -> None:
        """End it at once and leave nothing of it; may be called twice."""

    def interrupt(self) -> None:
        """End it from any thread, touching nothing that belongs to the one that asks it."""

    def explain_end(self) -> str:
        """Say in a learner's words how a process ended by itself; raises WorkersLost where the machine took it."""

    def read_times(self) -> tuple[float, float] | None:
        """Return the processor time used and the time kept waiting for a processor so far, seconds; None: not told."""

    def read_printed(self) -> bytes:
        """Return what the code wrote so far, already cut to its cap."""


class Question:
    """One call, as plain data: written for the wire once, and asked as often as one likes."""

    def __init__(self, function: str, arguments: Sequence[object]) -> None:
        self.function = function
        self.arguments = tuple(arguments)
        self.known: dict[bytes, Returned] = {}
        """Answers that were read before, by their bytes; whoever asks the same of many submissions fills it."""
        self.seconds = 0.0
        """How long the answer took the last time that it was asked alone and came back."""
        self.prints = False
        """Whether the last program that was asked this, and had written nothing before, wrote something, or may have.

        A warning of numpy's, say.
        """
        self._written: dict[int, tuple[bytes, list[Callable[..., Any]]]] = {}
        """By the number of helpers: the payload, and the callables of its own."""

    def encode(self, helpers: Sequence[Callable[..., Any]] = ()) -> tuple[bytes, list[Callable[..., Any]]]:
        """Return the payload, and the callables that it offers, `helpers` before all others. Raises Unsendable."""
        if len(helpers) not in self._written:
            functions = list(helpers)
            payload = wire.encode_call(self.function, list(self.arguments), functions)
            wire.make_frame(wire.CALL, 0, payload)
            self._written[len(helpers)] = payload, functions[len(helpers) :]
        payload, own = self._written[len(helpers)]
        return payload, [*helpers, *own]

    @functools.cached_property
    def light(self) -> bytes:
        """The payload where it is short, and all of it is data; else nothing."""
        payload = self.encode()[0] if self.is_data else b""
        return payload if len(payload) <= MAX_LIGHT else b""

    @functools.cached_property
    def most_callbacks(self) -> int:
        """How often a call may ask the callables of its own."""
        return limit_callbacks(self.encode()[1], self.arguments)

    @property
    def is_data(self) -> bool:
        """Whether all of it is data that can cross: a callable that no data describes may remember who asked it."""
        try:
            return all(getattr(offer, "made_by", ()) or is_generator(offer) for offer in self.encode()[1])
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
        parameters: Mapping[str, Sequence[str]] | None = None,
    ) -> LoadOutcome:
        """Run the file: a module of a neutral name, or a notebook's cells from top to bottom.

        The cells or statements `hurried` are known to run on and on; they get a short time. Calls of the functions
        named in `helpers` come back to this side. `parameters` are the names that the stub gives each function's.
        """
        self._helpers = list((helpers or {}).values())
        wanted = dict(
            source=source, filename=filename, kind=kind, patience=limits.load_seconds / 2, hurried=list(hurried),
            memory=limits.memory, cpu=limits.cpu, helpers=list(helpers or {}),
            parameters={name: list(names) for name, names in (parameters or {}).items()},
        )  # fmt: skip
        outcome = self._ask(wire.LOAD, wire.encode(wanted), (), limits.load_seconds, 0)
        if not isinstance(outcome, Returned):
            return outcome
        try:
            return read_loaded(outcome.value, kind)
        except MISREAD:
            return self._stop_violation("an answer of the wrong form")

    def call(
        self, name: str, arguments: Sequence[object], limits: Limits, most_gradients: int | None = None
    ) -> Outcome:
        """Call a function of the submission with plain data; callables among the arguments cross as callbacks."""
        return self.answer(Question(name, arguments), limits, most_gradients)

    def answer(self, question: Question, limits: Limits, most_gradients: int | None = None) -> Outcome:
        """Ask a question, which may have been asked of other submissions before."""
        try:
            payload, functions = question.encode(self._helpers)
        except wire.Unsendable as refused:
            # Arguments may be earlier answers, and two of them larger than one.
            return Refused(str(refused))
        if most_gradients is None:
            most_gradients = (
                limit_callbacks(functions, question.arguments) if self._helpers else question.most_callbacks
            )
        return self._ask(
            wire.CALL, payload, functions, limits.seconds, most_gradients, len(question.arguments), question.known
        )

    def answer_all(self, questions: Sequence[Question], limits: Limits) -> list[Outcome] | None:
        """Ask light questions together; None, and the process is ended, where not all answers come back in time.

        All are in the process before the first is answered: only for code that cannot look at what is to come.
        """
        deadline = Deadline(limits.seconds, self._process.read_times)
        numbers = range(self._number + 1, self._number + 1 + len(questions))
        self._number += len(questions)
        frames = [wire.make_frame(wire.CALL, *pair) for pair in zip(numbers, (q.light for q in questions), strict=True)]
        outcomes: list[Outcome] = []
        left = MAX_TOGETHER
        try:
            if self._link.has_pending():
                raise wire.WireError("words that nobody asked for")
            self._link.send(b"".join(frames), deadline.until)
            for number, question in zip(numbers, questions, strict=True):
                kind, call, payload = deadline.receive(self._link)
                if call != number:
                    raise wire.WireError("an answer to another call")
                self._gradients = 0
                outcome = self._read_answer(wire.RETURNED, kind, payload, len(question.arguments), question.known)
                left -= outcome.weight if isinstance(outcome, Returned) else 0
                if left < 0 or self._gradients > question.most_callbacks:
                    raise wire.WireError("more than is let pass together")
                outcomes.append(outcome)
        except (LinkClosed, LinkTimeout, wire.WireError):
            self.close()
        return outcomes if self.alive else None

    def read_printed(self) -> str:
        """Return what the code wrote so far, as text."""
        written = self._process.read_printed()
        return clean(written.decode("utf-8", "replace"), MAX_PRINTED, lines=True) if written else ""

    def has_printed(self) -> bool:
        """Tell whether the code wrote anything so far."""
        return bool(self._process.read_printed())

    def read_waiting(self) -> float:
        """Return the seconds for which a busy machine kept the process from a processor so far."""
        times = self._process.read_times() if self.alive else None
        return times[1] if times is not None else 0.0

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
        """Send one request and return what came of it."""
        self._number += 1
        deadline = Deadline(seconds, self._process.read_times)
        try:
            if self._link.has_pending():
                return self._stop_violation("words that nobody asked for")
            self._link.send(wire.make_frame(kind, self._number, payload), deadline.until)
            return self._hear(kind, functions, deadline, most_gradients, count, known)
        except LinkClosed:
            try:
                return Died(self._process.explain_end())
            finally:
                self.close()
        except LinkTimeout:
            doing = "asking" if self._gradients > MANY_GRADIENTS else deadline.judge_work()
            self.close()
            return TimedOut(round(deadline.given, 1), doing)
        except wire.WireError as error:
            return self._stop_violation(str(error))

    def _hear(
        self,
        asked: int,
        functions: Sequence[Callable[..., Any]],
        deadline: Deadline,
        most_gradients: int,
        count: int,
        known: Mapping[bytes, Returned],
    ) -> Outcome:
        self._gradients = 0
        while True:
            kind, call, payload = deadline.receive(self._link)
            if call != self._number:
                return self._stop_violation("an answer to another call")
            if kind == wire.CALLBACK and len(payload) > MAX_CALLBACK:
                return self._stop_violation("a gradient asked for at a place of more than a megabyte")
            if kind == wire.CALLBACK and functions:
                value = wire.decode_weighed(payload, MAX_TEXT)[0]
                self._gradients += weigh(functions, value)
                if self._gradients > most_gradients:
                    return self._stop_asking(deadline, most_gradients)
                self._link.send(wire.make_frame(wire.REPLY, call, reply(functions, value)), deadline.until)
                continue
            asked_for = wire.LOADED if asked == wire.LOAD else wire.RETURNED
            outcome = self._read_answer(asked_for, kind, payload, count, known)
            return self._stop_asking(deadline, most_gradients) if self._gradients > most_gradients else outcome

    def _read_answer(
        self, asked_for: int, kind: int, payload: bytes, count: int, known: Mapping[bytes, Returned]
    ) -> Outcome:
        """Return what an answer to a call with so many arguments says; raises WireError."""
        # The same bytes mean the same, after as many questions to this side.
        key = (payload if len(payload) <= MAX_KNOWN else _hash(payload)) + self._gradients.to_bytes(4, "little")
        if kind == asked_for and key in known:
            return known[key]
        value, weight = wire.decode_weighed(payload, MAX_TEXT)
        value, attempts = self._note_attempts(value)
        if kind == asked_for:
            # What was tried on the way is noted anew each time.
            return self._read_returned(asked_for, value, count, weight, b"" if attempts else key)
        if kind in (wire.RAISED, wire.REFUSED):
            return self._read_failure(kind, value)
        return self._stop_violation("a message of the wrong kind")

    def _note_attempts(self, value: Any) -> list[Any]:
        """Return the answer itself and what was tried on the way to it, which is kept."""
        if not (isinstance(value, list) and len(value) == 2 and isinstance(value[1], list)):
            raise wire.WireError("an answer of the wrong form")
        self.tried |= read_attempts(value[1])
        return value

    def _read_returned(self, asked_for: int, value: Any, count: int, weight: int, key: bytes) -> Outcome:
        if asked_for == wire.LOADED:
            return Returned(value)
        if not (isinstance(value, list) and len(value) == 3 and isinstance(value[1], list) and type(value[2]) is int):
            return self._stop_violation("an answer of the wrong form")
        self._gradients += max(0, min(value[2], wire.ASK_EVERY))
        changed = {index for index in value[1] if type(index) is int and 0 <= index < count}
        return Returned(value[0], tuple(sorted(changed)), self._gradients, weight, key)

    def _read_failure(self, kind: int, value: Any) -> Outcome:
        try:
            return read_refused(value) if kind == wire.REFUSED else read_raised(value)
        except MISREAD:
            return self._stop_violation("an answer of the wrong form")

    def _stop_asking(self, deadline: Deadline, most: int) -> TimedOut:
        self.close()
        return TimedOut(round(deadline.given, 1), "asking", most)

    def _stop_violation(self, what: str) -> Violated:
        self.close()
        return Violated(what)


def _hash(payload: bytes) -> bytes:
    """Return the length of an answer and Python's own hash, whose key is this process's and which is the fastest."""
    return struct.pack("<Iq", len(payload), hash(payload))
