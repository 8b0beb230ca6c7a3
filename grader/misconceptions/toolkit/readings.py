"""What is read off answers that are drawn at random: no two right programs give the same, so their spread is compared.

A reading is rounded so far that chance does not show: variances to eighths of a power of two, means to quarters of the
spread. A family that is read draws its own numbers with just the spread that it means (`drawn`), and its probes have
sizes at which no variance lies near the edge of an eighth.
"""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.sandbox.grounds import as_floats

Floats = NDArray[np.float64]

EIGHTHS, QUARTERS = 8, 4
FIRST_LOOK = 1000
"""Entries that are looked at first: to find the middle one of all takes longer than all else."""
DIFFERENT, COLUMNS, ROWS, CONSTANT, ZERO, MOST = range(6)
"""What is alike in a matrix."""
ALIKE = (
    "",
    "every column is the same",
    "every row is the same",
    "every entry is the same",
    "every entry is 0",
    "most entries are the same",
)


class Reading(NamedTuple):
    """How an answer becomes numbers that can be compared, and words that can be shown."""

    measure: Callable[[Any], Any]
    """Gives what was measured before as it is."""
    tell: Callable[[Any], str]


def measure_spread(value: Any) -> Any:
    """Return rows, columns, what is alike, log2 of the variance and the mean over the spread; None for no matrix."""
    matrix = as_floats(value)
    if matrix is None or matrix.size == 0 or not np.isfinite(matrix).all():
        return None
    if matrix.ndim == 1 and matrix.size == 5:
        return matrix
    if matrix.ndim != 2:
        return np.array([float(matrix.size), 0.0, DIFFERENT, 0.0, 0.0])
    alike = _find_alike(matrix)
    if alike != DIFFERENT:
        return np.array([*matrix.shape, alike, 0.0, 0.0])
    spread = float(matrix.std())
    power = round(2 * EIGHTHS * float(np.log2(spread))) / EIGHTHS
    return np.array([*matrix.shape, alike, power, round(QUARTERS * float(matrix.mean()) / spread) / QUARTERS])


def tell_spread(value: Any) -> str:
    """Return a measured answer in words."""
    measured = measure_spread(value)
    if measured is None:
        return "no matrix of numbers"
    rows, columns, alike, power, mean = measured
    if not columns:
        return f"{int(rows)} numbers that are no matrix"
    shape = f"shape ({int(rows)}, {int(columns)})"
    if alike:
        return f"{shape}, {ALIKE[int(alike)]}"
    spread = 2 ** (power / 2)
    return f"{shape}, mean {mean * spread:.2g}, standard deviation {spread:.2g}"


def drawn(rng: np.random.Generator, rows: int, columns: int) -> Floats:
    """Return numbers of mean 0 and variance 1, always the same for a Generator in one state."""
    return _draw_normal(pickle.dumps(rng), rows, columns)


@functools.lru_cache(maxsize=16)
def _draw_normal(rng: bytes, rows: int, columns: int) -> Floats:
    numbers: Floats = pickle.loads(rng).standard_normal((rows, columns))
    if numbers.size >= 3:
        numbers = (numbers - numbers.mean()) / numbers.std()
    # Hundreds of wrong ways share them.
    numbers.flags.writeable = False
    return numbers


def _find_alike(matrix: Floats) -> int:
    """Return which parts of a matrix are alike: one of DIFFERENT, COLUMNS, ROWS, CONSTANT, ZERO and MOST."""
    if np.ptp(matrix) == 0:
        return CONSTANT if matrix.flat[0] else ZERO
    if matrix.shape[1] > 1 and not np.ptp(matrix, axis=1).any():
        return COLUMNS
    if matrix.shape[0] > 1 and not np.ptp(matrix, axis=0).any():
        return ROWS
    # A few large numbers among zeros have a spread that says nothing of what was drawn.
    sample = matrix.ravel()[:: max(1, matrix.size // FIRST_LOOK)]
    return MOST if _is_mostly_one_number(sample) and _is_mostly_one_number(matrix) else DIFFERENT


def _is_mostly_one_number(matrix: Floats) -> bool:
    """Tell whether more than three quarters of the entries are one number."""
    middle = matrix.size // 2
    return bool((matrix == np.partition(matrix, middle, axis=None)[middle]).mean() > 0.75)


READINGS = {"spread": Reading(measure_spread, tell_spread)}
"""By the name that a family gives as `reads`."""
