"""The thread that grades saves: it keeps one sandbox, and suites that stay collected.

What `grade 3` spends its time on (Python, numpy, pytest, walls) is there already when a save arrives, so that
only the checks are left to run.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from msgspec.structs import replace

from grader.errors import KitError
from grader.model import Demand, Report, Submission
from grader.sandbox import Limits, open_sandbox
from grader.watch.cancel import CancellableSandbox, GradingCancelled

CLOSE_SECONDS = 3.0
"""Seconds that the end of the program waits for this thread, which then has nothing left to do."""


class GradingThread:
    """Grades the latest submission. An older one is dropped, also while it is graded."""

    def __init__(
        self,
        done: Callable[[Report], None],
        failed: Callable[[KitError], None],
        *,
        seed: int = 0,
        limits: Limits | None = None,
        no_less: Demand = "process",
        pictures: bool = False,
    ) -> None:
        """`done` and `failed` are called in this thread, not in the caller's."""
        self._done = done
        self._failed = failed
        self._seed = seed
        self._limits = limits
        self._pictures = pictures
        self._sandbox = CancellableSandbox(open_sandbox(no_less=no_less))
        self._changed = threading.Condition()
        self._waiting: Submission | None = None
        self._running: Submission | None = None
        self._submitted_at = 0.0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="grading", daemon=True)
        self._thread.start()

    def submit(self, submission: Submission) -> None:
        """Grade this one next; what is being graded is older, so it ends here."""
        with self._changed:
            self._waiting = submission
            self._submitted_at = time.perf_counter()
            if self._running is not None:
                self._sandbox.cancel()
            self._changed.notify()

    def close(self) -> None:
        """End every process, also one that hangs in a learner's loop."""
        with self._changed:
            self._closed = True
            self._sandbox.cancel()
            self._changed.notify()
        self._thread.join(CLOSE_SECONDS)

    def _run(self) -> None:
        try:
            while (submission := self._take_next()) is not None:
                self._grade(submission)
        finally:
            self._sandbox.close()

    def _take_next(self) -> Submission | None:
        """Wait for a submission and return it; None at the end."""
        with self._changed:
            self._running = None
            self._changed.wait_for(lambda: self._closed or self._waiting is not None)
            if self._closed:
                return None
            self._running, self._waiting = self._waiting, None
            self._sandbox.reset()
            return self._running

    def _grade(self, submission: Submission) -> None:
        from grader import grading

        workers = len(submission.exercise.functions)
        try:
            self._sandbox.prepare(workers)
            report = grading.grade(
                submission, seed=self._seed, limits=self._limits, sandbox=self._sandbox, pictures=self._pictures
            )
            self._deliver(report)
            # While the learner reads: where a worker is a whole new Python, it starts now.
            self._sandbox.prepare(workers)
        except GradingCancelled:
            return
        except KitError as error:
            self._give_up(error)
        except Exception as error:
            mend = "Grade it alone for the whole story; if that fails too, it is a fault of the kit."
            self._give_up(KitError(f"The kit stumbled while it graded ({error!r}).", mend))

    def _deliver(self, report: Report) -> None:
        """Hand on a report, unless a newer submission waits."""
        with self._changed:
            stale = self._waiting is not None or self._closed
            self._running = None
            seconds = time.perf_counter() - self._submitted_at
        if not stale:
            # From the save on: the session counts only from when it came to it.
            self._done(replace(report, seconds=seconds))

    def _give_up(self, error: KitError) -> None:
        """Hand on a fault of the kit, unless a newer submission waits: that one may still be graded."""
        with self._changed:
            stale = self._waiting is not None or self._closed
        if not stale:
            self._failed(error)
