"""Engines: where a stream of submissions is graded. The local one keeps a few processes busy.

Each process opens its own walls and runs one pytest session an exercise, through which submission after
submission flows. A process that dies costs nobody else anything: its work goes to a fresh one, and what
killed two of them is reported as such.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from grader.batch.aside import set_aside
from grader.errors import BrokenSuite, KitError
from grader.model import Demand, Exercise, Report, Submission
from grader.sandbox import Limits

AHEAD = 2
"""Submissions that wait inside a process while it grades one, so that it never idles."""
LIVES = 2
"""Processes that one submission may take down before it is set aside."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a whole batch is graded with."""

    limits: Limits
    no_less: Demand
    """The lowest level of walls that will do."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One submission on its way."""

    place: int
    submission: Submission
    seed: int


Heard = Callable[[Piece, Report], None]


class Engine(Protocol):
    """Grades pieces of one exercise, in any order."""

    def run(self, exercise: Exercise, pieces: Iterable[Piece], heard: Heard, settings: Settings) -> None:
        """Grade them all; `heard` gets each piece with its report, in this process."""


class Local:
    """Processes of this machine."""

    def __init__(self, jobs: int | None = None) -> None:
        self.jobs = jobs or cores()

    def run(self, exercise: Exercise, pieces: Iterable[Piece], heard: Heard, settings: Settings) -> None:
        """Grade them all on a few processes."""
        crew = _Crew(exercise, iter(pieces), heard, settings)
        try:
            crew.work(self.jobs)
        finally:
            crew.dismiss()


def cores() -> int:
    """Processors that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(slots=True)
class _Hand:
    """One process and what it has been given."""

    process: Any
    link: Any
    """A Connection, which has another name on Windows."""
    given: deque[Piece]


class _Crew:
    """The processes of one exercise."""

    def __init__(self, exercise: Exercise, pieces: Iterator[Piece], heard: Heard, settings: Settings) -> None:
        self.exercise = exercise
        self.pieces = pieces
        self.heard = heard
        self.settings = settings
        self.again: deque[Piece] = deque()
        self.deaths: dict[int, int] = {}
        self.broke: list[tuple[Piece, BrokenSuite]] = []
        self.heard_any = False
        self.hands: list[_Hand] = []

    def work(self, jobs: int) -> None:
        """Feed and listen until everything is graded."""
        while True:
            while len(self.hands) < jobs and (piece := self._next()) is not None:
                self.hands.append(self._hire(piece))
            if not self.hands:
                self._set_aside()
                return
            for link in wait([hand.link for hand in self.hands]):
                self._listen(next(hand for hand in self.hands if hand.link is link))

    def dismiss(self) -> None:
        """Send everybody home; their walls fall with them."""
        for hand in self.hands:
            hand.link.close()
        for hand in self.hands:
            hand.process.join(timeout=2)
            if hand.process.is_alive():
                hand.process.kill()
                hand.process.join()
        self.hands.clear()

    def _next(self) -> Piece | None:
        return self.again.popleft() if self.again else next(self.pieces, None)

    def _hire(self, piece: Piece) -> _Hand:
        # A fresh interpreter: a fork would take this one's threads, progress bar and database along.
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=serve, args=(self.exercise, there, self.settings), daemon=True)
        process.start()
        there.close()
        hand = _Hand(process, here, deque())
        self._give(hand, piece)
        while len(hand.given) < AHEAD and (more := self._next()) is not None:
            self._give(hand, more)
        return hand

    def _give(self, hand: _Hand, piece: Piece) -> None:
        hand.given.append(piece)
        with contextlib.suppress(OSError):  # its death is noticed where we listen
            hand.link.send(piece)

    def _listen(self, hand: _Hand) -> None:
        try:
            said = hand.link.recv()
        except (EOFError, OSError):
            self._bury(hand)
            return
        if isinstance(said, BrokenSuite):
            self._broken(hand, said)
            return
        if isinstance(said, Exception):
            raise said
        piece = hand.given.popleft()
        self.heard_any = True
        self.heard(piece, said)
        if (more := self._next()) is not None:
            self._give(hand, more)
        elif not hand.given:
            hand.link.close()
            hand.process.join()
            self.hands.remove(hand)

    def _broken(self, hand: _Hand, error: BrokenSuite) -> None:
        """A suite that fails on one answer is our fault, and no reason to keep the rest of a class waiting."""
        if hand.given:
            self.broke.append((hand.given.popleft(), error))
        self.again.extend(hand.given)
        hand.given.clear()
        self._bury(hand)
        if not self.heard_any and len(self.broke) >= LIVES:
            raise error

    def _set_aside(self) -> None:
        """What broke the suite, told at the end; a suite that never worked is told as such."""
        for piece, error in self.broke:
            if not self.heard_any:
                raise error
            says = f"The kit failed at this submission; it was set aside for a person to look at. ({error.what})"
            self.heard(piece, set_aside(piece.submission, says))

    def _bury(self, hand: _Hand) -> None:
        """Of a process that died: its first piece is the suspect, the rest goes to another."""
        hand.link.close()
        hand.process.join()
        self.hands.remove(hand)
        if not hand.given:
            return
        suspect = hand.given.popleft()
        self.deaths[suspect.place] = self.deaths.get(suspect.place, 0) + 1
        if self.deaths[suspect.place] >= LIVES:
            self.heard(suspect, set_aside(suspect.submission))
        else:
            self.again.append(suspect)
        self.again.extend(hand.given)


def serve(exercise: Exercise, link: Connection, settings: Settings) -> None:
    """A process of the crew: grade what comes over the link until nobody is at its other end."""
    from grader.grading import grade
    from grader.sandbox import open_sandbox

    # Ctrl-C reaches the whole group; the one who listens decides, and hangs up.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def pieces() -> Iterator[tuple[Submission, int]]:
        while True:
            try:
                piece = link.recv()
            except (EOFError, OSError):
                return
            yield piece.submission, piece.seed

    def done(report: Report) -> None:
        with contextlib.suppress(OSError):
            link.send(report)

    sandbox = open_sandbox(no_less=settings.no_less)
    try:
        for submission, seed in pieces():
            assert submission.exercise == exercise
            done(grade(submission, seed=seed, limits=settings.limits, sandbox=sandbox))
    except KitError as error:
        with contextlib.suppress(OSError):
            link.send(error)
    except Exception as error:
        with contextlib.suppress(OSError):
            told = f"Grading ended in {type(error).__name__}: {error}"[:500]
            link.send(BrokenSuite(told, "Grade that submission alone."))
    finally:
        sandbox.close()
