"""How long a worker may take: what a busy machine kept it waiting is given again, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.sandbox.deadline import EXTENSIONS, Deadline
from grader.sandbox.link import LinkTimeout

ANSWER = (17, 1, b"N")


class Late:
    """A link whose answer comes after so many waits that end without one."""

    def __init__(self, waits: int) -> None:
        self.waits = waits

    def send(self, *_frame: object) -> None:
        pass

    def receive(self, _deadline: float) -> tuple[int, int, bytes]:
        self.waits -= 1
        if self.waits >= 0:
            raise LinkTimeout
        return ANSWER

    def has_pending(self) -> bool:
        return False

    def close(self) -> None:
        pass


def clock(used: float, queued: float) -> Iterator[tuple[float, float]]:
    """Seconds on a processor and in the queue for one, more by as much at each look."""
    looks = 0
    while True:
        yield looks * used, looks * queued
        looks += 1


def test_a_worker_in_the_queue_for_a_processor_gets_its_time_again_and_again_but_not_for_ever():
    for waits in range(1, EXTENSIONS + 2):
        deadline = Deadline(2.0, clock(0.1, 1.5).__next__)
        assert deadline.receive(Late(waits)) == ANSWER
        assert deadline.given == 2.0 * waits
    with pytest.raises(LinkTimeout):
        Deadline(2.0, clock(0.1, 1.5).__next__).receive(Late(EXTENSIONS + 2))


@pytest.mark.parametrize(
    ("used", "queued", "doing"), [(1.9, 1.5, "computing"), (0.0, 0.0, "waiting"), (0.1, 1.5, "starved")]
)
def test_what_a_late_worker_did_is_told_by_its_processor_time(used, queued, doing):
    deadline = Deadline(2.0, clock(used, queued).__next__)
    deadline.receive(Late(1))
    assert deadline.judge_work() == doing


@pytest.mark.parametrize(("used", "queued"), [(1.9, 1.5), (0.0, 0.0)])
def test_a_worker_that_computes_or_sleeps_gets_no_more(used, queued):
    with pytest.raises(LinkTimeout):
        Deadline(2.0, clock(used, queued).__next__).receive(Late(2))


def test_an_answer_that_comes_at_once_costs_no_look_at_the_clock():
    looks = []
    deadline = Deadline(2.0, lambda: looks.append(1))
    assert deadline.receive(Late(0)) == ANSWER
    assert not looks
    assert deadline.judge_work() == "unknown"
