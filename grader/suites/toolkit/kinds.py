"""The same inputs in every kind that a stub welcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def kinds() -> Iterator[tuple[str, Callable[[ArrayLike], Any]]]:
    """Yield the name of each kind, and a function that turns a 1-D array into it; arrays of one call are turned alike.

    Offer such inputs through `student.offer`: a function that is right on arrays may refuse what is none.
    """
    yield "a list", lambda array: np.asarray(array).tolist()
    yield "a tuple", lambda array: tuple(np.asarray(array).tolist())
    yield "a plain number", lambda array: float(np.asarray(array).flat[0])
    yield "a 0-d array", lambda array: np.asarray(np.asarray(array).flat[0])
    yield "single precision", lambda array: np.asarray(array, dtype=np.float32)
    # Square for three entries, so that a matrix product in place of a product entry by entry shows as numbers.
    yield "an array of two axes", lambda array: np.stack([np.roll(np.asarray(array), by) for by in range(3)])


def real(value: ArrayLike) -> Floats:
    """Return an input of any kind as float64, for the formula beside the call."""
    return np.asarray(value, dtype=np.float64)
