"""The engine on other machines: the same stream on a Dask cluster.

Every worker needs the same kit (`pip install 'fallline[cluster]'`); scheduler and workers are started with
Dask's own commands, `dask scheduler` and `dask worker HOST:PORT --nworkers 4 --nthreads 1`. Whoever can reach
a scheduler's port can run code on its workers: keep it inside a network of your own.

Each worker gets one chunk of submissions at a time, opens the walls of its own machine and grades the chunk
through one pytest session. A chunk whose worker is lost is graded again one by one; a submission that was
alone when its worker was lost, twice, is set aside. The journal stays here, with who asks.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import pickle
import queue
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from grader.batch.aside import set_aside
from grader.batch.engine import LIVES, Heard, Piece, Settings
from grader.batch.errand import Kit, kit_of, packed, unpacked
from grader.errors import KitError
from grader.model import Exercise

CHUNK = 16
"""Submissions that share one opening of the walls and one pytest session."""
CHUNK_BYTES = 2**20
"""Source after which a chunk is full."""
CONNECT = 10.0
"""Seconds in which a scheduler has to answer."""
PATIENCE = 30.0
"""Seconds without any worker after which a batch ends."""
LISTEN = 0.5
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

    def run(self, exercise: Exercise, pieces: Iterable[Piece], heard: Heard, settings: Settings) -> None:
        """Grade them all on the cluster.

        Raises KitError where `distributed` is missing, no scheduler answers, nobody is at work, a machine
        holds another kit, or the walls asked for do not stand on it.
        """
        with _connected(self.address) as client:
            kit = kit_of(exercise.stem, exercise.course)
            crew = _Crew(client, self.address, exercise, iter(pieces), heard, settings, kit)
            try:
                crew.work()
            finally:
                crew.dismiss()


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A client of the scheduler while the `with` lasts."""
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        missing = "Grading on a cluster needs the package distributed."
        raise KitError(missing, "pip install 'fallline[cluster]'") from error
    for name in ("distributed", "distributed.client"):  # what it would log, a KitError tells
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(f"tcp://{address}", timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError):
        mend = "Start one with `dask scheduler`, and see that its port can be reached from here."
        raise KitError(f"No Dask scheduler answers at {address}.", mend) from None
    try:
        yield client
    finally:
        client.close(timeout=5)


@dataclass(frozen=True, slots=True)
class _Hand:
    """One worker's chunk and what will come of it."""

    given: list[Piece]
    future: Any


@dataclass(slots=True)
class _Crew:
    """The workers of one exercise, each with one chunk at a time: who is lost tells what is lost."""

    client: Any
    address: str
    exercise: Exercise
    pieces: Iterator[Piece]
    heard: Heard
    settings: Settings
    kit: Kit
    again: deque[Piece] = field(default_factory=deque)
    """What was lost with a worker; each goes alone."""
    deaths: dict[int, int] = field(default_factory=dict)
    hands: dict[str, _Hand] = field(default_factory=dict)
    ready: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    """Workers whose chunk is done; filled by Dask's own thread."""

    def work(self) -> None:
        """Feed and listen until everything is graded."""
        seen = time.monotonic()
        while True:
            here = self._here()
            seen = time.monotonic() if here else seen
            if time.monotonic() - seen > PATIENCE:
                start = f"Start one with `dask worker {self.address} --nthreads 1`."
                raise KitError(f"No worker is at work for the scheduler at {self.address}.", f"{start} {GOES_ON}")
            for worker in self.hands.keys() - here:
                self._bury(worker)
            self._feed(here)
            if here and not self.hands:
                return
            self._listen()

    def dismiss(self) -> None:
        """Take back what is not graded; a chunk that has begun ends unheard."""
        futures = [hand.future for hand in self.hands.values()]
        self.hands.clear()
        with contextlib.suppress(Exception):  # a lost connection has been told already
            self.client.cancel(futures)

    def _here(self) -> set[str]:
        """Addresses of the workers that are there now."""
        try:
            return set(self.client.nthreads())
        except Exception:
            raise KitError(f"The scheduler at {self.address} does not answer any more.", GOES_ON) from None

    def _feed(self, here: set[str]) -> None:
        """A chunk for everybody who has none."""
        for worker in sorted(here - self.hands.keys()):
            if not (chunk := self._chunk()):
                return
            errand = packed(self.kit, self.exercise, chunk, self.settings)
            place = dict(workers=[worker], allow_other_workers=False, pure=False)
            future = self.client.submit(pickle.loads, errand, **place)
            self.hands[worker] = _Hand(chunk, future)
            future.add_done_callback(lambda _future, worker=worker: self.ready.put(worker))

    def _chunk(self) -> list[Piece]:
        if self.again:
            return [self.again.popleft()]
        chunk: list[Piece] = []
        while len(chunk) < CHUNK and sum(len(piece.submission.source) for piece in chunk) < CHUNK_BYTES:
            if (piece := next(self.pieces, None)) is None:
                break
            chunk.append(piece)
        return chunk

    def _listen(self) -> None:
        """Take in whatever is done, or wait a little."""
        with contextlib.suppress(queue.Empty):
            self._hear(self.ready.get(timeout=LISTEN))
            for _ in range(self.ready.qsize()):
                self._hear(self.ready.get_nowait())

    def _hear(self, worker: str) -> None:
        hand = self.hands.get(worker)
        if hand is None or not hand.future.done():
            return  # news of a chunk that was given up
        try:
            reports = unpacked(hand.future.result(timeout=10), hand.given)
        except KitError as error:
            raise KitError(f"On the worker {worker}: {error.what}", error.mend) from None
        except TimeoutError:
            self.ready.put(worker)  # slow, or lost with the reports in its hands: the next look tells
            return
        except ImportError as error:
            mend = "Run `pip install 'fallline[cluster]'` there, in the version that is here, and start it again."
            raise KitError(f"The worker {worker} has no kit that it could grade with ({error}).", mend) from None
        except Exception:  # Dask gave the chunk up, or grading it broke the kit: no other submission's fault
            self._bury(worker)
            return
        del self.hands[worker]
        for piece, report in zip(hand.given, reports, strict=True):
            self.heard(piece, report)

    def _bury(self, worker: str) -> None:
        """Of a worker that was lost: a piece that it had alone is a suspect, several are tried one by one."""
        given = self.hands.pop(worker).given
        if len(given) == 1:
            (suspect,) = given
            self.deaths[suspect.place] = self.deaths.get(suspect.place, 0) + 1
            if self.deaths[suspect.place] >= LIVES:
                self.heard(suspect, set_aside(suspect.submission))
                return
        self.again.extend(given)
