"""Runs that were ended once they had settled: a beginning of a path, or a path that stands still from there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.answers import TOLERANCES, Answer, is_close

Floats = NDArray[np.float64]

LOOSE = TOLERANCES[-1]
SETTLED = 0.05
"""The share of the whole way that may be left where a run counts as settled."""


def is_cut(answer: Answer, path: Answer) -> bool:
    """Tell whether an answer is `path`, shape (rows, *point), ended at a row from which hardly any way is left."""
    if is_close(answer, path, LOOSE) or not isinstance(answer, np.ndarray) or not isinstance(path, np.ndarray):
        return False
    if (
        answer.size == 0
        or path.size == 0
        or answer.ndim == 0
        or path.ndim == 0
        or answer.shape[1:] != path.shape[1:]
        or len(answer) > len(path)
    ):
        return False
    return any(
        0 < rows < len(path) and is_close(answer[:rows], path[:rows], LOOSE) and _is_settled(path, rows - 1)
        for rows in {
            len(answer),
            _count_moving_rows(answer, answer[-1:]),
            _count_moving_rows(answer, np.zeros_like(answer[-1:])),
        }
    )


def _count_moving_rows(path: Floats, rest: Floats) -> int:
    """Count the rows before the run of rows at the end that equal `rest`; where `rest` is not zero, its first too."""
    moving = np.flatnonzero((path != rest).reshape(len(path), -1).any(axis=1))
    last = int(moving[-1]) + 1 if len(moving) else 0
    return min(last + bool(rest.any()), len(path))


def _is_settled(path: Floats, row: int) -> bool:
    way = float(np.abs(path[0] - path[-1]).max())
    return float(np.abs(path[row:] - path[-1]).max()) <= SETTLED * way
