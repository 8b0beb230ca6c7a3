"""Levels of walls: the best one that stands, found by attack and never lowered in silence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from grader.errors import SandboxUnavailable
from grader.model import Demand, Walls
from grader.sandbox.outcomes import LevelDown

if TYPE_CHECKING:
    from grader.sandbox.worker_client import Worker

LEVELS: tuple[Walls, ...] = ("strict", "confined", "process")
"""Best first."""


class LevelSandbox(Protocol):
    """The sandbox of one level, which may turn out not to stand."""

    walls: Walls

    def settle(self) -> None:
        """Wait until the level is known to stand; raises LevelDown."""

    def prepare(self, count: int) -> None:
        """Have workers ready before they are wanted."""

    def start_worker(self) -> Worker:
        """Start a process that has seen nothing yet, and return it."""

    def close(self) -> None:
        """End every process and remove every file."""


class BestSandbox:
    """The sandbox of the best level among `levels` that stands; the first is started at once."""

    def __init__(self, levels: Sequence[Walls]) -> None:
        self._levels = list(levels)
        self._reasons: dict[Walls, str] = {}
        self._wanted = 0
        self._settled = False
        self._level: LevelSandbox | None = self._open_next()

    @property
    def walls(self) -> Walls:
        """The level that stands; waits until it is known. Raises SandboxUnavailable where none does."""
        return self._settle().walls

    def prepare(self, count: int) -> None:
        """Have workers ready before they are wanted."""
        self._wanted = count
        if self._level is not None:
            self._level.prepare(count)

    def start_worker(self) -> Worker:
        """Start a process that has seen nothing yet, and return it."""
        return self._settle().start_worker()

    def close(self) -> None:
        """End every process and remove every file."""
        if self._level is not None:
            self._level.close()

    def _settle(self) -> LevelSandbox:
        while self._level is not None:
            try:
                if not self._settled:
                    self._level.settle()
                    self._settled = True
            except LevelDown as down:
                self._reasons[self._level.walls] = str(down)
                self._level.close()
                self._level = self._open_next()
                self.prepare(self._wanted)
            else:
                return self._level
        reasons = "; ".join(f"{level}: {reason}" for level, reason in self._reasons.items())
        raise SandboxUnavailable(
            f"The walls that were asked for do not stand on this machine ({reasons}).",
            "`grade doctor` says what is missing; `--sandbox process` grades without them.",
        )

    def _open_next(self) -> LevelSandbox | None:
        while self._levels:
            level = self._levels.pop(0)
            try:
                return open_level(level)
            except LevelDown as down:
                self._reasons[level] = str(down)
        return None


def open_level(level: Walls) -> LevelSandbox:
    """Open the sandbox of one level, still to settle; raises LevelDown where it cannot even be tried."""
    if level == "process":
        from grader.sandbox.spawn import SpawnSandbox

        return SpawnSandbox()
    if sys.platform != "linux":
        raise LevelDown("its walls are Linux's own")
    from grader.sandbox import fork

    return fork.ForkSandbox(level)


def list_levels(demand: Demand) -> tuple[Walls, ...]:
    """Return the levels that will do, best first: the one that is named and those above, or `=confined` alone."""
    index = LEVELS.index(demand.removeprefix("="))
    return LEVELS[index : index + 1] if demand.startswith("=") else LEVELS[: index + 1]


class LevelReport(Struct, frozen=True):
    """Whether one level stands on this machine."""

    level: Walls
    stands: bool
    reason: str = ""
    """Why not."""
    mend: str = ""
    """How to get it."""


def try_levels() -> list[LevelReport]:
    """Try every level for real, and return whether each stands."""
    reports = []
    for level in LEVELS:
        try:
            sandbox = open_level(level)
        except LevelDown as down:
            reports.append(LevelReport(level, False, str(down), _advise()))
            continue
        try:
            sandbox.settle()
            reports.append(LevelReport(level, True))
        except LevelDown as down:
            reports.append(LevelReport(level, False, str(down), _advise()))
        finally:
            sandbox.close()
    return reports


_SWITCHES = (
    (
        "kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "AppArmor keeps user namespaces from ordinary programs: "
        "run as the machine's own root, or `sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`.",
    ),
    (
        "kernel/unprivileged_userns_clone",
        "0",
        "User namespaces are switched off: "
        "run as the machine's own root, or `sudo sysctl kernel.unprivileged_userns_clone=1`.",
    ),
    (
        "user/max_user_namespaces",
        "0",
        "User namespaces are limited to none: `sudo sysctl user.max_user_namespaces=10000`.",
    ),
)


def _has_user() -> bool:
    """Tell whether this process's user exists in its user namespace; after `unshare -U` alone it does not."""
    if sys.platform != "linux":
        return True
    try:
        lines = Path("/proc/self/uid_map").read_text("ascii").splitlines()
    except OSError:
        return True
    ranges = [tuple(map(int, line.split())) for line in lines]
    return any(first <= os.geteuid() < first + many for first, _outside, many in ranges)


def _advise() -> str:
    """Return what to do about a level that does not stand, by what this machine says of itself."""
    if sys.platform != "linux":
        return "Grade on Linux 5.13 or later; a container or a virtual machine will do."
    if not _has_user():
        return (
            "This process has no user of its own in its user namespace: "
            "call grade outside of the namespace, or give it one (`unshare -r`)."
        )
    for name, bad, words in _SWITCHES:
        switch = Path("/proc/sys") / name
        if switch.exists() and switch.read_text().strip() == bad:
            return words
    return (
        "Linux 5.13 or later with Landlock and seccomp is wanted; in a container, allow user namespaces "
        "(`--security-opt seccomp=unconfined` or `--privileged` for Docker)."
    )
