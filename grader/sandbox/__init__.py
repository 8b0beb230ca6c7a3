"""The only door to student code: a process of its own that returns plain data.

`open_sandbox()` gives a `Sandbox`; its `start_worker()` gives a fresh process; `Worker.load` and `Worker.call`
give outcomes. See docs/security.md for what each level of walls promises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from grader.model import Demand, Walls
from grader.sandbox.levels import LEVELS, BestSandbox, list_levels
from grader.sandbox.outcomes import Limits

if TYPE_CHECKING:
    from grader.sandbox.worker_client import Worker

__all__ = ["LEVELS", "Limits", "Sandbox", "open_sandbox"]


class Sandbox(Protocol):
    """Makes fresh workers behind one level of walls."""

    @property
    def walls(self) -> Walls:
        """The level that stands; waits until it is known, and raises SandboxUnavailable where none does."""

    def prepare(self, count: int) -> None:
        """Have workers ready before they are wanted."""

    def start_worker(self) -> Worker:
        """Start a process that has seen nothing yet, and return it."""

    def close(self) -> None:
        """End every process and remove every file."""


def open_sandbox(level: Walls | None = None, *, no_less: Demand = "process") -> Sandbox:
    """Return the sandbox of this machine: exactly `level`, or else the best that stands and is `no_less`.

    Returns at once, while the walls go up; whoever must know the level asks for `walls`.
    """
    return BestSandbox((level,) if level else list_levels(no_less))
