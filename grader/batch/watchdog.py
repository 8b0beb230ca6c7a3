"""A watchdog over the processes of a batch: ends one that says nothing, or that takes too much memory."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

MAX_MEMORY = 2**30
"""Bytes that a grading process may hold. It keeps no program that it grades: that one has limits of its own."""
START_SECONDS = 120.0
"""Seconds in which a process has to say that it is ready, on however busy a machine."""
LOOK_SECONDS = 0.1
"""Seconds between two looks."""
MAX_LOOK_SECONDS = 1.0
"""Seconds that one look counts at most: a machine that slept, or a Ctrl-Z, makes no process silent."""
_PAGE = 4096 if sys.platform == "win32" else __import__("resource").getpagesize()


class Watched(Protocol):
    """A process as the watchdog sees it."""

    waiting: float
    """Seconds since it was last heard of, as far as they were counted; whoever hears of it sets it to 0."""

    started: bool
    """Whether it has said that it is ready."""

    @property
    def busy(self) -> bool:
        """Whether an answer is owed."""

    @property
    def pid(self) -> int | None:
        """Its number; None where it has ended."""

    def end(self, why: str) -> None:
        """End it, and keep why."""


class Watchdog(threading.Thread):
    """Looks at all processes until it is stopped."""

    def __init__(self, watched: Sequence[Watched], patience: float, memory: int) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._watched = watched
        self._patience = patience
        self._memory = memory
        self._over = threading.Event()

    def run(self) -> None:
        """Look at all processes again and again, until it is stopped."""
        last = time.monotonic()
        while not self._over.wait(LOOK_SECONDS):
            now = time.monotonic()
            passed, last = min(now - last, MAX_LOOK_SECONDS), now
            for process in tuple(self._watched):
                self._look(process, passed)

    def stop(self) -> None:
        """Stop looking, and wait until the thread has ended."""
        self._over.set()
        self.join()

    def _look(self, process: Watched, passed: float) -> None:
        if not process.busy:
            return
        process.waiting += passed
        if process.waiting > (self._patience if process.started else START_SECONDS):
            process.end(f"Grading this submission took longer than {self._patience:.0f} seconds, twice; {ASIDE}")
        elif process.pid is not None and measure_memory(process.pid) > self._memory:
            mega = self._memory // 2**20
            process.end(f"Grading this submission took more than {mega} MB of memory, twice; {ASIDE}")


ASIDE = "it was set aside for a person to look at."


def measure_memory(pid: int) -> int:
    """Measure the bytes of memory that a process holds; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0
