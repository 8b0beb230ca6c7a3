"""A sandbox whose running worker another thread can end."""

from __future__ import annotations

from grader.model import Walls
from grader.sandbox import Sandbox
from grader.sandbox.worker_client import Worker


class GradingCancelled(BaseException):
    """The grading is not wanted any more. No Exception, lest it be reported as a fault of a check."""


class CancellableSandbox:
    """A sandbox that gives workers until it is cancelled; the worker that runs then is ended."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._worker: Worker | None = None
        self._cancelled = False

    @property
    def walls(self) -> Walls:
        """The level of the walls."""
        return self._sandbox.walls

    def prepare(self, count: int) -> None:
        """Have workers ready before they are wanted."""
        self._sandbox.prepare(count)

    def start_worker(self) -> Worker:
        """Return a process that has seen nothing yet. Raises GradingCancelled after `cancel`."""
        if self._cancelled:
            raise GradingCancelled
        worker = self._sandbox.start_worker()
        self._worker = worker
        if self._cancelled:
            worker.close()
            raise GradingCancelled
        return worker

    def cancel(self) -> None:
        """End the running worker, from any thread; no other is given until `reset`."""
        # In this order: whoever takes a worker meanwhile sees the flag, or its worker is seen here.
        self._cancelled = True
        if self._worker is not None:
            self._worker.interrupt()

    def reset(self) -> None:
        """Give workers again."""
        self._cancelled = False

    def close(self) -> None:
        """End every process and remove every file."""
        self._sandbox.close()
