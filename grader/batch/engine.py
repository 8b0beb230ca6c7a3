"""What an engine is: where a stream of submissions is graded, in any order, on this machine or on others."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import Protocol

from msgspec import Struct

from grader.errors import KitError
from grader.model import Demand, Report, Submission
from grader.sandbox import Limits


class Settings(Struct, frozen=True):
    """What a whole batch is graded with."""

    limits: Limits
    no_less: Demand
    """The lowest level of walls that will do."""
    carry: bool = True
    """Whether a function that only uses a wrong one keeps its points."""


class Piece(Struct, frozen=True):
    """One submission on its way."""

    index: int
    submission: Submission
    seed: int


Receiver = Callable[[Piece, Report], None]


class Engine(Protocol):
    """Grades pieces, in any order."""

    def run(self, pieces: Iterable[Piece], heard: Receiver, settings: Settings) -> None:
        """Grade them all; `heard` gets each piece with its report, in this process."""


def make_engine(name: str, jobs: int | None = None) -> Engine:
    """Make the engine called `local` or `dask://HOST:PORT`; raises KitError for any other name.

    `jobs` is the number of processes of a local engine; as many as processors by default.
    """
    if name == "local":
        from grader.batch.local import Local

        return Local(jobs)
    if name.startswith("dask://"):
        from grader.batch.cluster import Cluster

        return Cluster(name.removeprefix("dask://"))
    raise KitError(f"There is no engine {name!r}.", "Name local, or dask://HOST:PORT.")


def count_cores() -> int:
    """Return how many processors this process may use."""
    return len(list_cores()) or os.cpu_count() or 1


def list_cores() -> list[int]:
    """Return the numbers of the processors that this process may use; none where the system keeps them to itself."""
    if sys.platform == "linux":
        return sorted(os.sched_getaffinity(0))
    return []
