"""A sandbox whose workers another thread can call back."""

from __future__ import annotations

from grader.model import Walls
from grader.sandbox import Sandbox
from grader.sandbox.worker_client import Worker


class CalledOff(BaseException):
    """The grading is not wanted any more. No Exception: no fault of a check or of a diagnosis, which are told."""


class Leash:
    """Hands out the workers of a sandbox, and takes back the one that is out when it is cut."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._out: Worker | None = None
        self._cut = False

    @property
    def walls(self) -> Walls:
        """The level that stands."""
        return self._sandbox.walls

    def prepare(self, count: int) -> None:
        """Have workers ready before they are wanted."""
        self._sandbox.prepare(count)

    def start_worker(self) -> Worker:
        """Return a process that has seen nothing yet; raises CalledOff once the leash is cut."""
        if self._cut:
            raise CalledOff
        worker = self._sandbox.start_worker()
        self._out = worker
        if self._cut:
            worker.close()
            raise CalledOff
        return worker

    def cut(self) -> None:
        """End what runs, from any thread: the worker that is out dies, and no other follows."""
        # In this order: whoever takes a worker meanwhile sees the cut, or is seen here.
        self._cut = True
        if self._out is not None:
            self._out.interrupt()

    def mend(self) -> None:
        """Hand out workers again."""
        self._cut = False

    def close(self) -> None:
        """End every process and remove every file."""
        self._sandbox.close()
