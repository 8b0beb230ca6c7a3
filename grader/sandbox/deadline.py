"""How long a worker may take: wall time, of which what a busy machine kept it waiting is not counted."""

from __future__ import annotations

import time
from collections.abc import Callable

from grader.sandbox.link import Link, LinkTimeout
from grader.sandbox.outcomes import Doing

EXTENSIONS = 3
"""How often a deadline moves for a worker that a busy machine kept waiting."""
BUSY_SHARE = 0.5
"""Below this share of the allowed time spent on a processor, the machine may have been the slow one."""
STARVED_SHARE = 0.25
"""From this share of the allowed time spent in the queue for a processor, it was."""
AT_ONCE = 0.02
"""Seconds after which a call is worth a look at the clock of its process."""


class Deadline:
    """Wall time that a busy machine does not count against the student."""

    def __init__(self, seconds: float, times: Callable[[], tuple[float, float] | None]) -> None:
        self._seconds = seconds
        self._times = times
        self._before: tuple[float, float] | None = None
        self._left = EXTENSIONS
        self.given = seconds
        self.until = time.monotonic() + seconds

    def receive(self, link: Link) -> tuple[int, int, bytes]:
        """Return the next frame; the deadline moves while the worker is kept from a processor."""
        while True:
            try:
                return link.receive(self.until if self._before else min(self.until, time.monotonic() + AT_ONCE))
            except LinkTimeout:
                if self._before is None:
                    # Most answers come at once, and theirs nobody has to time.
                    self._before = self._times() or (0.0, 0.0)
                    continue
                if not self._left or self.judge_work() != "starved":
                    raise
                self._left -= 1
                self.given += self._seconds
                self.until = time.monotonic() + self._seconds

    def judge_work(self) -> Doing:
        """Return what the worker did with the time it was given."""
        now = self._times()
        if now is None or self._before is None:
            return "unknown"
        used, queued = (after - before for after, before in zip(now, self._before, strict=True))
        if used > BUSY_SHARE * self._seconds:
            return "computing"
        return "starved" if queued > STARVED_SHARE * self._seconds else "waiting"
