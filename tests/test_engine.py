"""A hidden check that breaks on one submission is our fault, and the rest of the class is graded all the same."""

from __future__ import annotations

import multiprocessing
import threading
from collections import deque

import pytest

from grader.batch.engine import AHEAD, Piece, Settings, _Crew, _Hand
from grader.errors import BrokenSuite
from grader.model import Report
from grader.sandbox import Limits
from grader.submission import of_bytes


class NoProcess:
    """Stands where a process of the crew would."""

    def join(self, timeout: float | None = None) -> None:
        pass

    def is_alive(self) -> bool:
        return False


class Scripted(_Crew):
    """A crew whose hands break on the places named in `bad`."""

    bad: frozenset[int] = frozenset()

    def _hire(self, piece):
        here, there = multiprocessing.Pipe()
        threading.Thread(target=self._play, args=(there,), daemon=True).start()
        hand = _Hand(NoProcess(), here, deque())
        self._give(hand, piece)
        while len(hand.given) < AHEAD and (more := self._next()) is not None:
            self._give(hand, more)
        return hand

    def _play(self, link):
        try:
            while True:
                piece = link.recv()
                if piece.place in self.bad:
                    link.send(BrokenSuite("The check x raised TypeError.", "Mend it."))
                    return
                link.send(Report(piece.submission))
        except (EOFError, OSError):
            return


def graded(exercise, bad, count=6):
    heard: dict[int, Report] = {}
    pieces = (Piece(place, of_bytes(exercise, b"x = %d" % place, ""), 0) for place in range(count))
    crew = Scripted(
        exercise, pieces, lambda piece, report: heard.update({piece.place: report}), Settings(Limits(), "process")
    )
    crew.bad = frozenset(bad)
    try:
        crew.work(2)
    finally:
        crew.dismiss()
    return heard


@pytest.mark.parametrize("bad", [{0}, {3}, {5}, {1, 4}])
def test_what_breaks_a_check_is_set_aside_and_the_rest_is_graded(exercise03, bad):
    heard = graded(exercise03, bad)
    assert sorted(heard) == list(range(6))
    aside = {place for place, report in heard.items() if [found.id for found in report.findings] == ["set_aside"]}
    assert aside == bad


def test_a_suite_that_breaks_on_everything_is_told_as_such(exercise03):
    with pytest.raises(BrokenSuite):
        graded(exercise03, range(6))


def test_a_suite_that_breaks_on_the_only_submission_is_told_as_such(exercise03):
    with pytest.raises(BrokenSuite):
        graded(exercise03, {0}, count=1)
