from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field

import pytest

from grader.batch.watchdog import Watchdog, measure_memory


@dataclass
class Process:
    """This very process, as if it graded something."""

    started: bool = True
    busy: bool = True
    waiting: float = 0.0
    pid: int | None = field(default_factory=os.getpid)
    ended: list[str] = field(default_factory=list)

    def end(self, why: str) -> None:
        self.ended.append(why)
        self.busy = False


def watched(one: Process, seconds: float = 20.0, **options: float) -> list[str]:
    """What it was ended for: waits until it is, or for so many seconds."""
    dog = Watchdog([one], **{"patience": 3600.0, "memory": 2**40} | options)
    dog.start()
    until = time.monotonic() + seconds
    while not one.ended and time.monotonic() < until:
        time.sleep(0.05)
    dog.stop()
    return one.ended


def test_who_owes_an_answer_for_too_long_is_ended():
    (why,) = watched(Process(), patience=0.3)
    assert why.startswith("Grading this submission took longer than")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_who_holds_too_much_is_ended():
    (why,) = watched(Process(), memory=2**20)
    assert "more than 1 MB of memory" in why


@pytest.mark.parametrize("one", [Process(busy=False), Process(started=False)], ids=["idle", "starting"])
def test_who_owes_nothing_and_who_only_starts_has_time(one):
    assert watched(one, seconds=1.0, patience=0.2) == []


def test_a_process_that_is_gone_holds_nothing():
    assert measure_memory(2**22 + 1) == 0
