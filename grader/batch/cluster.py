"""The engine on other machines: the same stream on a Dask cluster, as Dask's own futures.

Every worker needs the same kit (`pip install 'fallline[cluster]'`); scheduler and workers are started with
Dask's own commands, `dask scheduler` and `dask worker HOST:PORT --nworkers 4 --nthreads 1`. Whoever can reach
a scheduler's port can run code on its workers: keep it inside a network of your own.

A submission is a task, graded behind the walls of the machine that Dask gives it to. A task that is lost with its
worker goes to another; one that Dask gives up (`distributed.scheduler.allowed-failures`) is tried again alone, when
nothing else is at work, and set aside if Dask gives it up once more. The journal stays here, with who asks.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import pickle
import queue
import time
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from grader.batch.dask_task import Kit, close_sandboxes, identify_kit, pack_task, unpack_report
from grader.batch.engine import Piece, Receiver, Settings
from grader.batch.retries import Tries
from grader.errors import BrokenSuite, KitError, Unfinished
from grader.model import Exercise

TASKS_PER_THREAD = 2
"""Tasks on their way for each thread of a worker, so that none idles."""
CONNECT_SECONDS = 10.0
"""Seconds in which a scheduler has to answer."""
PATIENCE_SECONDS = 30.0
"""Seconds without any worker after which a batch ends."""
LOOK_SECONDS = 0.5
"""Seconds between two looks at who is there."""
GOES_ON = "What is graded stays in the journal, and the same command goes on."


class Cluster:
    """The workers of one Dask scheduler."""

    def __init__(self, address: str) -> None:
        """`address` is HOST:PORT; raises KitError for anything else."""
        host, _, port = address.rpartition(":")
        if not (host and port.isdecimal()):
            raise KitError(f"dask://{address} names no port.", "Name the scheduler as dask://HOST:PORT.")
        self.address = address

    def run(self, pieces: Iterable[Piece], receive: Receiver, settings: Settings) -> None:
        """Grade them all on the cluster.

        Raises KitError where `distributed` is missing, no scheduler answers, nobody is at work, a machine
        holds another kit, or the walls asked for do not stand on it.
        """
        with _connect(self.address) as client:
            tasks = _Tasks(client, self.address, iter(pieces), Tries(receive), settings)
            try:
                tasks.grade_all()
            finally:
                tasks.cancel_all()


@contextlib.contextmanager
def _connect(address: str) -> Iterator[Any]:
    """Connect to the scheduler; the client lasts as long as the `with`."""
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        missing = "Grading on a cluster needs the package distributed."
        raise KitError(missing, "pip install 'fallline[cluster]'") from error
    for name in ("distributed", "distributed.client"):  # what it would log, a KitError tells
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(f"tcp://{address}", timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError):
        mend = "Start one with `dask scheduler`, and see that its port can be reached from here."
        raise Unfinished(f"No Dask scheduler answers at {address}.", mend) from None
    try:
        yield client
    finally:
        client.close(timeout=5)


@dataclass(slots=True)
class _Tasks:
    """The tasks of one batch on a cluster."""

    client: Any
    address: str
    pieces: Iterator[Piece]
    tries: Tries
    settings: Settings
    running: dict[Any, Piece] = field(default_factory=dict)
    """Dask's future of each piece that is on its way."""
    done: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    """Futures that are done; filled by Dask's own thread."""
    kits: dict[Exercise, Kit] = field(default_factory=dict)

    def grade_all(self) -> None:
        """Send tasks and take in their reports until everything is graded."""
        seen = looked = time.monotonic()
        threads = self._count_threads()
        while True:
            if time.monotonic() - looked > LOOK_SECONDS:
                threads, looked = self._count_threads(), time.monotonic()
            seen = time.monotonic() if threads else seen
            if time.monotonic() - seen > PATIENCE_SECONDS:
                start = f"Start one with `dask worker {self.address} --nthreads 1`."
                raise Unfinished(f"No worker is at work for the scheduler at {self.address}.", f"{start} {GOES_ON}")
            self._feed(threads * TASKS_PER_THREAD)
            if threads and not self.running:
                self.tries.finish()
                return
            self._listen()

    def cancel_all(self) -> None:
        """Cancel what is not graded, and close the workers' sandboxes; nobody takes in what has begun."""
        futures = list(self.running)
        self.running.clear()
        with contextlib.suppress(Exception):  # a lost connection has been told already
            self.client.cancel(futures)
            distributed: Any = importlib.import_module("distributed")
            for worker in self._count_threads_by_worker():
                distributed.fire_and_forget(self.client.submit(close_sandboxes, workers=[worker], pure=False))

    def _count_threads_by_worker(self) -> dict[str, int]:
        """Return the number of threads of each worker that is there now, by its address."""
        try:
            here: dict[str, int] = self.client.nthreads()
        except Exception:
            raise Unfinished(f"The scheduler at {self.address} does not answer any more.", GOES_ON) from None
        return here

    def _count_threads(self) -> int:
        return sum(self._count_threads_by_worker().values())

    def _feed(self, most: int) -> None:
        """Keep so many tasks on their way; a piece that was given up once goes alone."""
        while len(self.running) < most and (piece := next(self.pieces, None)) is not None:
            self._submit(piece)
        if most and not self.running and self.tries.again:
            self._submit(self.tries.again.popleft())

    def _submit(self, piece: Piece) -> None:
        exercise = piece.submission.exercise
        if exercise not in self.kits:
            self.kits[exercise] = identify_kit(exercise.stem, exercise.course)
        task = pack_task(self.kits[exercise], piece, self.settings)
        name = f"{exercise.stem}-{piece.index}-{time.monotonic_ns()}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a large notebook is a large task
            future = self.client.submit(pickle.loads, task, key=name, pure=False)
        self.running[future] = piece
        future.add_done_callback(self.done.put)

    def _listen(self) -> None:
        """Take in whatever is done, or wait a little."""
        with contextlib.suppress(queue.Empty):
            self._receive(self.done.get(timeout=LOOK_SECONDS))
            while True:
                self._receive(self.done.get_nowait())

    def _receive(self, future: Any) -> None:
        """Take in what became of one task."""
        piece = self.running.pop(future, None)
        if piece is None:
            return  # taken back
        try:
            report = unpack_report(future.result(timeout=CONNECT_SECONDS))
        except BrokenSuite as error:
            self.tries.postpone(piece, error)
        except KitError:
            raise
        except ImportError as error:
            mend = "Run `pip install 'fallline[cluster]'` there, in the version that is here, and start it again."
            what = f"A worker of {self.address} has no kit that it could grade with ({error})."
            raise KitError(what, mend) from None
        except Exception:  # Dask gave it up, or lost its report; where the scheduler itself is lost, that is told
            self._count_threads_by_worker()
            self.tries.retry(piece)
        else:
            self.tries.receive(piece, report)
