"""Which pieces of a batch are tried again, and which are set aside for a person to look at."""

from __future__ import annotations

from collections import Counter, deque

from msgspec.structs import replace

from grader.batch.engine import Piece, Receiver
from grader.batch.ungradable import LOST, make_ungradable
from grader.errors import BrokenSuite
from grader.model import Exercise, Report

MAX_DEATHS = 2
"""Processes that one submission may take down before it is set aside."""


class Tries:
    """Takes in how each piece ended; what is to be graded once more waits in `again`."""

    def __init__(self, receive: Receiver) -> None:
        self.again: deque[Piece] = deque()
        self._receive = receive
        self._deaths: Counter[int] = Counter()
        self._broke: list[tuple[Piece, BrokenSuite]] = []
        self._worked: set[Exercise] = set()

    def receive(self, piece: Piece, report: Report) -> None:
        """Hand on a report, with the submission that never left this process."""
        self._worked.add(piece.submission.exercise)
        self._receive(piece, replace(report, submission=piece.submission))

    def retry(self, piece: Piece, says: str = LOST) -> None:
        """Try a piece again whose process ended over it, or set it aside with these words the second time."""
        self._deaths[piece.index] += 1
        if self._deaths[piece.index] >= MAX_DEATHS:
            self._receive(piece, make_ungradable(piece.submission, says))
        else:
            self.again.append(piece)

    def postpone(self, piece: Piece, error: BrokenSuite) -> None:
        """Keep a piece that broke its suite for the end.

        A suite that fails on one answer is no reason to keep a class waiting. Raises the error where the suite of its
        exercise has failed again and again and never worked.
        """
        self._broke.append((piece, error))
        exercise = piece.submission.exercise
        failures = sum(other.submission.exercise == exercise for other, _error in self._broke)
        if exercise not in self._worked and failures >= MAX_DEATHS:
            raise error

    def finish(self) -> None:
        """Set aside what broke a suite; raises the error of a suite that never worked."""
        for piece, error in self._broke:
            if piece.submission.exercise not in self._worked:
                raise error
            says = f"The kit failed at this submission; it was set aside for a person to look at. ({error.what})"
            self._receive(piece, make_ungradable(piece.submission, says))
