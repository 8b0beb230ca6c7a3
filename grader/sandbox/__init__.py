"""The only door to student code: a process of its own that returns plain data.

`open_sandbox()` gives a `Sandbox`; its `worker()` gives a fresh process; `Worker.load` and `Worker.call`
give outcomes. See docs/security.md for what each level of walls promises.
"""

from __future__ import annotations

from typing import Protocol

from grader.errors import SandboxUnavailable
from grader.model import Walls
from grader.sandbox.conversation import Worker
from grader.sandbox.outcomes import Limits

__all__ = ["Limits", "Sandbox", "Worker", "open_sandbox"]


class Sandbox(Protocol):
    """Makes fresh workers behind one level of walls."""

    walls: Walls

    def prepare(self, count: int) -> None:
        """Have workers ready before they are wanted."""

    def worker(self) -> Worker:
        """A process that has seen nothing yet."""

    def close(self) -> None:
        """End every process and remove every file."""


def open_sandbox(walls: Walls | None = None) -> Sandbox:
    """The sandbox of this machine; raises SandboxUnavailable where the walls demanded cannot stand."""
    from grader.sandbox.spawn import SpawnSandbox

    if walls not in (None, SpawnSandbox.walls):
        raise SandboxUnavailable(f"The walls {walls} cannot stand on this machine.", "Leave --sandbox out.")

    return SpawnSandbox()
