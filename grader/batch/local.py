"""The engine on this machine: a few processes, each a pool of one from `concurrent.futures`.

Pools of one, for then a broken pool names its killer (the piece at the head of its line), no lock and no pipe is
shared by processes that live, and a fresh pool costs nobody else anything. The library's own threads feed and read
each process, so that no exchange can block both ends, whatever its size. What killed two processes is set aside.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from grader.batch import process, watchdog
from grader.batch.engine import Piece, Receiver, Settings, count_cores, list_cores
from grader.batch.retries import Tries
from grader.batch.ungradable import LOST
from grader.errors import BrokenSuite, KitError, SandboxUnavailable, Unfinished
from grader.model import Report

PIECES_AHEAD = 2
"""Submissions that a process is given at once, so that it never idles."""
MAX_FALSE_STARTS = 4
"""Processes in a row that may end while they start, before the batch ends."""
PATIENCE_SECONDS = 120.0
"""Seconds beyond a submission's own time after which a process that says nothing is ended."""
MEND = "See that there is memory left, or take fewer with --jobs; the same command goes on."
LEAVE_SECONDS = 10.0
"""Seconds in which a process that is not needed any more may end by itself."""


class Local:
    """Processes of this machine."""

    def __init__(
        self, jobs: int | None = None, *, memory: int = watchdog.MAX_MEMORY, patience: float | None = None
    ) -> None:
        """`memory` is what a process may hold, bytes; `patience` how long it may say nothing, seconds."""
        self.jobs = jobs or count_cores()
        self.memory = memory
        self.patience = patience

    def run(self, pieces: Iterable[Piece], receive: Receiver, settings: Settings) -> None:
        """Grade them all on a few processes."""
        process.start_tracker()
        pool = _Pool(iter(pieces), Tries(receive), settings, self.jobs)
        patience = self.patience or settings.limits.total_seconds + PATIENCE_SECONDS
        dog = watchdog.Watchdog(pool.workers, patience, self.memory)
        dog.start()
        try:
            pool.grade_all()
        finally:
            dog.stop()
            pool.end_all()


class _Worker:
    """One process, and the pieces that it has been given."""

    def __init__(self, settings: Settings, core: int | None) -> None:
        before = set(multiprocessing.active_children())
        self.core = core
        """The processor that it keeps to; None where it may use any."""
        # A fresh interpreter: a fork would take this one's threads, progress bar and database along.
        context = multiprocessing.get_context("spawn")
        self._settings = settings
        self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=process.begin, initargs=(settings, core))
        try:
            with process.block_ctrl_c():
                self.ready = self._pool.submit(process.prepare)
        except OSError as error:
            raise Unfinished(f"No process can be started ({error.strerror}).", MEND) from None
        self._process: Any = next(iter(set(multiprocessing.active_children()) - before), None)
        self.pieces: deque[tuple[Piece, Future[Report]]] = deque()
        self.started = False
        self.waiting = 0.0
        self.why_ended = ""
        """Why the watchdog ended it."""
        self._fallen: Future[None] | None = None
        """Done once its walls have fallen; None where it was not asked to leave."""

    @property
    def head(self) -> Future[Any]:
        """The answer that comes next."""
        return self.pieces[0][1] if self.started and self.pieces else self.ready

    @property
    def busy(self) -> bool:
        """Whether an answer is owed."""
        return not self.head.done()

    @property
    def pid(self) -> int | None:
        """The number of its process."""
        return self._process.pid if self._process is not None else None

    def give(self, piece: Piece) -> None:
        """Put a piece at the end of its line."""
        try:
            answer = self._pool.submit(process.grade_piece, piece, self._settings)
        except BrokenProcessPool as error:  # told where its answer is looked at
            answer = Future()
            answer.set_exception(error)
        self.pieces.append((piece, answer))

    def end(self, why: str) -> None:
        """End its process now, from any thread, and keep why; its pool tells when it is asked the next time."""
        self.why_ended = self.why_ended or why
        if self._process is not None:
            self._process.kill()

    def kill(self) -> None:
        """End it with all that it was given."""
        self.end("")
        self._pool.shutdown(wait=False, cancel_futures=True)

    def leave(self) -> None:
        """Let its walls fall: there is nothing more to do."""
        with contextlib.suppress(BrokenProcessPool):
            self._fallen = self._pool.submit(process.end)
        self._pool.shutdown(wait=False)

    def wait(self, seconds: float) -> None:
        """Wait until its process is gone; once its walls have fallen, or where that takes longer, it is ended."""
        if self._process is None:
            return
        if self._fallen is not None:
            wait([self._fallen], seconds)
        overdue = time.monotonic() + seconds
        # The pool's own thread reaps it too; until that thread has said so, it counts as alive and a join returns.
        while self._process.is_alive() and time.monotonic() < overdue:
            self._process.kill()
            self._process.join(0.01)


class _Pool:
    """The processes of one batch."""

    def __init__(self, pieces: Iterator[Piece], tries: Tries, settings: Settings, jobs: int) -> None:
        self.workers: list[_Worker] = []
        self._pieces = pieces
        self._tries = tries
        self._settings = settings
        self._jobs = jobs
        # With fewer processes than cores, somebody else may be at work on the ones that we would choose.
        self._cores = list_cores() if jobs >= count_cores() else []
        self._leaving: list[_Worker] = []
        self._false_starts = 0

    def grade_all(self) -> None:
        """Give pieces to processes and take in their reports until everything is graded."""
        while True:
            self._feed()
            self._release()
            if not self.workers:
                self._tries.finish()
                return
            wait([worker.head for worker in self.workers], return_when=FIRST_COMPLETED)
            for worker in tuple(self.workers):
                self._listen(worker)

    def end_all(self) -> None:
        """End every process, at once where work was left."""
        for worker in self.workers:
            worker.kill()
        for worker in (*self.workers, *self._leaving):
            worker.wait(LEAVE_SECONDS)

    def _take_next(self) -> Piece | None:
        """Take the next piece, one to be tried again first; None where nothing is left."""
        again = self._tries.again
        return again.popleft() if again else next(self._pieces, None)

    def _feed(self) -> None:
        """Give everybody something to do; who has least comes first."""
        while len(self.workers) < self._jobs or any(len(worker.pieces) < PIECES_AHEAD for worker in self.workers):
            if (piece := self._take_next()) is None:
                return
            if len(self.workers) < self._jobs:
                self.workers.append(_Worker(self._settings, self._choose_core()))
            min(self.workers, key=lambda worker: len(worker.pieces)).give(piece)

    def _choose_core(self) -> int | None:
        """Choose the core that the fewest processes keep to; None where processes keep to none."""
        taken = [worker.core for worker in self.workers]
        return min(self._cores, key=taken.count, default=None)

    def _release(self) -> None:
        """Let those leave who have nothing to do."""
        for worker in [worker for worker in self.workers if not worker.pieces]:
            self.workers.remove(worker)
            self._leaving.append(worker)
            worker.leave()

    def _listen(self, worker: _Worker) -> None:
        """Take in what a process has answered."""
        try:
            while worker.pieces and worker.head.done():
                worker.waiting = 0.0
                if not worker.started:
                    worker.ready.result()
                    worker.started, self._false_starts = True, 0
                    continue
                piece, answer = worker.pieces[0]
                self._take(piece, answer)
                worker.pieces.popleft()
        except (BrokenProcessPool, SandboxUnavailable):  # walls that stood, and fell, take their process with them
            self._remove_dead(worker)

    def _take(self, piece: Piece, answer: Future[Report]) -> None:
        """Take in one answer; raises BrokenProcessPool or SandboxUnavailable where its process can give none."""
        try:
            report = answer.result()
        except BrokenSuite as error:
            self._tries.postpone(piece, error)
        except (KitError, BrokenProcessPool):
            raise
        except Exception as error:  # what could not cross
            self._tries.postpone(piece, BrokenSuite(f"Its report was lost: {error}"[:500], "Grade it alone."))
        else:
            self._tries.receive(piece, report)

    def _remove_dead(self, worker: _Worker) -> None:
        """Remove a process that died: the head of its line is the suspect, the rest goes to another."""
        self.workers.remove(worker)
        worker.kill()
        self._leaving.append(worker)
        pieces = [piece for piece, _answer in worker.pieces]
        if worker.started:
            self._tries.retry(pieces.pop(0), worker.why_ended or LOST)
        else:
            self._false_starts += 1
            if self._false_starts >= MAX_FALSE_STARTS:
                raise Unfinished(
                    "The processes that grade end while they start.",
                    MEND,
                )
        self._tries.again.extend(pieces)
