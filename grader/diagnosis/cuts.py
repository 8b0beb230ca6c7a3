"""Runs that were ended once they had settled: a beginning of a path, or a path that stands still from there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.answers import TOLERANCES, Answer, is_close

Floats = NDArray[np.float64]

LOOSE = TOLERANCES[-1]
SETTLED = 0.05
"""Of the whole way: what is left of it where a walk may be taken for settled."""


def is_cut(found: Answer, path: Answer) -> bool:
    """Whether `found` is `path`, ended at a row from which hardly any way is left."""
    if is_close(found, path, LOOSE) or not isinstance(found, np.ndarray) or not isinstance(path, np.ndarray):
        return False
    if (
        found.size == 0
        or path.size == 0
        or found.ndim == 0
        or path.ndim == 0
        or found.shape[1:] != path.shape[1:]
        or len(found) > len(path)
    ):
        return False
    return any(
        0 < rows < len(path) and is_close(found[:rows], path[:rows], LOOSE) and _settled(path, rows - 1)
        for rows in {len(found), _walked(found, found[-1:]), _walked(found, np.zeros_like(found[-1:]))}
    )


def _walked(found: Floats, rest: Floats) -> int:
    """The rows before the last ones that all look like `rest`, and the first of these where it is a place."""
    moving = np.flatnonzero((found != rest).reshape(len(found), -1).any(axis=1))
    last = int(moving[-1]) + 1 if len(moving) else 0
    return min(last + bool(rest.any()), len(found))


def _settled(path: Floats, row: int) -> bool:
    way = float(np.abs(path[0] - path[-1]).max())
    return float(np.abs(path[row:] - path[-1]).max()) <= SETTLED * way
