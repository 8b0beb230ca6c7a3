"""Where saves are graded: one thread with one sandbox, and suites that stay collected.

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
from grader.watch.cancel import CalledOff, Leash

PATIENCE = 3.0
"""Seconds that the end of the program waits for this thread, which has nothing left to do."""


class Bench:
    """Grades what was laid on it last. What lay there before is forgotten, also while it is graded."""

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
        """`done` and `failed` are called in the bench's own thread."""
        self._done = done
        self._failed = failed
        self._seed = seed
        self._limits = limits
        self._pictures = pictures
        self._leash = Leash(open_sandbox(no_less=no_less))
        self._changed = threading.Condition()
        self._waiting: Submission | None = None
        self._running: Submission | None = None
        self._since = 0.0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="bench", daemon=True)
        self._thread.start()

    def lay(self, submission: Submission) -> None:
        """Grade this one next; what is being graded is older, so it ends here."""
        with self._changed:
            self._waiting = submission
            self._since = time.perf_counter()
            if self._running is not None:
                self._leash.cut()
            self._changed.notify()

    def close(self) -> None:
        """End every process, also one that hangs in a learner's loop."""
        with self._changed:
            self._closed = True
            self._leash.cut()
            self._changed.notify()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        try:
            while (submission := self._taken()) is not None:
                self._grade(submission)
        finally:
            self._leash.close()

    def _taken(self) -> Submission | None:
        """Wait for a save and take it from the bench; None at the end."""
        with self._changed:
            self._running = None
            self._changed.wait_for(lambda: self._closed or self._waiting is not None)
            if self._closed:
                return None
            self._running, self._waiting = self._waiting, None
            self._leash.mend()
            return self._running

    def _grade(self, submission: Submission) -> None:
        from grader import grading

        workers = len(submission.exercise.functions)
        try:
            self._leash.prepare(workers)
            self._heard(
                grading.grade(
                    submission, seed=self._seed, limits=self._limits, sandbox=self._leash, pictures=self._pictures
                )
            )
            # While the learner reads: where a worker is a whole new Python, it starts now.
            self._leash.prepare(workers)
        except CalledOff:
            return
        except KitError as error:
            self._give_up(error)
        except Exception as error:
            mend = "Grade it alone for the whole story; if that fails too, it is a fault of the kit."
            self._give_up(KitError(f"The kit stumbled while it graded ({error!r}).", mend))

    def _heard(self, report: Report) -> None:
        with self._changed:
            stale = self._waiting is not None or self._closed
            self._running = None
            seconds = time.perf_counter() - self._since
        if not stale:
            # From the save on: the session counts only from when it came to it.
            self._done(replace(report, seconds=seconds))

    def _give_up(self, error: KitError) -> None:
        with self._changed:
            self._waiting = None
            closed = self._closed
        if not closed:
            self._failed(error)
