"""How much of a processor a worker was given, from the kernel's table where there is one (Linux)."""

from __future__ import annotations

import os
import sys
from pathlib import Path


class Times:
    """Processor time of one process, and how long it was kept waiting for a processor."""

    def __init__(self, pid: int) -> None:
        self._stat = _open(f"/proc/{pid}/stat")
        self._schedule = _open(f"/proc/{pid}/schedstat")

    def read(self) -> tuple[float, float] | None:
        """Return the seconds (used, kept waiting) since the process began; None where nothing tells."""
        used = self._read_used()
        return None if used is None else (used, self._read_waited())

    def close(self) -> None:
        """Let go of the table."""
        for descriptor in (self._stat, self._schedule):
            if descriptor is not None:
                os.close(descriptor)
        self._stat = self._schedule = None

    def _read_used(self) -> float | None:
        """Return utime + stime of all threads; proc(5), fields 14 and 15 of stat."""
        if sys.platform != "linux":
            return None
        try:
            fields = _read(self._stat).rpartition(b")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, IndexError, ValueError, AttributeError):
            return None

    def _read_waited(self) -> float:
        """Return the seconds on a run queue; Documentation/scheduler/sched-stats.rst, /proc/<pid>/schedstat."""
        try:
            return int(_read(self._schedule).split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0


def find_pid(pidfd: int) -> int:
    """Return the process behind a pidfd as this process's own table numbers it; -1 where it is gone."""
    try:
        for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text("utf-8").splitlines():
            if line.startswith("Pid:"):
                return int(line.split()[1])
    except (OSError, ValueError):
        pass
    return -1


def _open(path: str) -> int | None:
    if sys.platform != "linux":
        return None
    # Held open, a file of the table stays with its process, whoever gets its number later.
    try:
        return os.open(path, os.O_RDONLY)
    except OSError:
        return None


def _read(descriptor: int | None) -> bytes:
    if sys.platform != "linux" or descriptor is None:
        return b""
    return os.pread(descriptor, 1024, 0)
