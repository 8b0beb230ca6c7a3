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
    """The settings of a whole batch."""

    limits: Limits
    no_less: Demand
    """The lowest level of walls that will do."""
    carry: bool = True
    """Whether a function that only uses a wrong one keeps its points."""


class Piece(Struct, frozen=True):
    """One submission on its way."""

    index: int
    """The number of the work among all that the run was given."""
    submission: Submission
    seed: int


Receiver = Callable[[Piece, Report], None]
"""Takes in a piece and its report."""


class Engine(Protocol):
    """Grades pieces, in any order."""

    def run(self, pieces: Iterable[Piece], receive: Receiver, settings: Settings) -> None:
        """Grade them all; `receive` is called with each piece and its report, in this process."""


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
    """Count the processors that this process may use."""
    return len(list_cores()) or os.cpu_count() or 1


def list_cores() -> list[int]:
    """List the numbers of the processors that this process may use; empty where the system does not tell."""
    if sys.platform == "linux":
        return sorted(os.sched_getaffinity(0))
    return []
