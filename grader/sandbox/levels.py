"""The ladder of walls: the best level that stands, found by attack and never lowered in silence."""

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

LADDER: tuple[Walls, ...] = ("strict", "confined", "process")
"""Best first."""


class Rung(Protocol):
    """A sandbox of one level, which may turn out not to stand."""

    walls: Walls

    def settle(self) -> None:
        """Wait until the level is known to stand; raises LevelDown."""

    def prepare(self, count: int) -> None:
        """Have workers ready before they are wanted."""

    def worker(self) -> Worker:
        """A process that has seen nothing yet."""

    def close(self) -> None:
        """End every process and remove every file."""


class Ladder:
    """The sandbox of the best level among `levels` that stands; the first is started at once."""

    def __init__(self, levels: Sequence[Walls]) -> None:
        self._levels = list(levels)
        self._reasons: dict[Walls, str] = {}
        self._wanted = 0
        self._settled = False
        self._rung: Rung | None = self._next()

    @property
    def walls(self) -> Walls:
        """The level that stands; waits until it is known. Raises SandboxUnavailable where none does."""
        return self._stands().walls

    def prepare(self, count: int) -> None:
        """Have workers ready before they are wanted."""
        self._wanted = count
        if self._rung is not None:
            self._rung.prepare(count)

    def worker(self) -> Worker:
        """A process that has seen nothing yet."""
        return self._stands().worker()

    def close(self) -> None:
        """End every process and remove every file."""
        if self._rung is not None:
            self._rung.close()

    def _stands(self) -> Rung:
        while self._rung is not None:
            try:
                if not self._settled:
                    self._rung.settle()
                    self._settled = True
            except LevelDown as down:
                self._reasons[self._rung.walls] = str(down)
                self._rung.close()
                self._rung = self._next()
                self.prepare(self._wanted)
            else:
                return self._rung
        told = "; ".join(f"{level}: {reason}" for level, reason in self._reasons.items())
        raise SandboxUnavailable(
            f"The walls that were asked for do not stand on this machine ({told}).",
            "`grade doctor` says what is missing; `--sandbox process` grades without them.",
        )

    def _next(self) -> Rung | None:
        while self._levels:
            level = self._levels.pop(0)
            try:
                return start(level)
            except LevelDown as down:
                self._reasons[level] = str(down)
        return None


def start(level: Walls) -> Rung:
    """One rung, still to settle; raises LevelDown where it cannot even be tried."""
    if level == "process":
        from grader.sandbox.spawn import SpawnSandbox

        return SpawnSandbox()
    if sys.platform != "linux":
        raise LevelDown("its walls are Linux's own")
    from grader.sandbox import fork

    return fork.ForkSandbox(level)


def at_least(demand: Demand) -> tuple[Walls, ...]:
    """The levels that will do, best first: the one that is named and those above, or `=confined` alone."""
    place = LADDER.index(demand.removeprefix("="))
    return LADDER[place : place + 1] if demand.startswith("=") else LADDER[: place + 1]


class Standing(Struct, frozen=True):
    """Whether one level stands on this machine."""

    level: Walls
    stands: bool
    reason: str = ""
    """Why not."""
    mend: str = ""
    """How to get it."""


def survey() -> list[Standing]:
    """Try every level for real."""
    found = []
    for level in LADDER:
        try:
            rung = start(level)
        except LevelDown as down:
            found.append(Standing(level, False, str(down), _mend()))
            continue
        try:
            rung.settle()
            found.append(Standing(level, True))
        except LevelDown as down:
            found.append(Standing(level, False, str(down), _mend()))
        finally:
            rung.close()
    return found


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


def _is_somebody() -> bool:
    """Whether this process's user exists in its user namespace; none made with `unshare -U` alone does."""
    if sys.platform != "linux":
        return True
    try:
        lines = Path("/proc/self/uid_map").read_text("ascii").splitlines()
    except OSError:
        return True
    ranges = [tuple(map(int, line.split())) for line in lines]
    return any(first <= os.geteuid() < first + many for first, _outside, many in ranges)


def _mend() -> str:
    """What to do about a level that does not stand, by what this machine says of itself."""
    if sys.platform != "linux":
        return "Grade on Linux 5.13 or later; a container or a virtual machine will do."
    if not _is_somebody():
        return (
            "This process has no user of its own in its user namespace: "
            "call grade outside of the namespace, or give it one (`unshare -r`)."
        )
    for name, bad, words in _SWITCHES:
        place = Path("/proc/sys") / name
        if place.exists() and place.read_text().strip() == bad:
            return words
    return (
        "Linux 5.13 or later with Landlock and seccomp is wanted; in a container, allow user namespaces "
        "(`--security-opt seccomp=unconfined` or `--privileged` for Docker)."
    )
