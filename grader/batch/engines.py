"""An engine by its name."""

from __future__ import annotations

from grader.batch.engine import Engine
from grader.batch.local import Local
from grader.errors import KitError


def engine_of(name: str, jobs: int | None = None) -> Engine:
    """The engine called `local` or `dask://HOST:PORT`; raises KitError for any other name."""
    if name == "local":
        return Local(jobs)
    if name.startswith("dask://"):
        from grader.batch.cluster import Cluster

        return Cluster(name.removeprefix("dask://"))
    raise KitError(f"There is no engine {name!r}.", "Name local, or dask://HOST:PORT.")
