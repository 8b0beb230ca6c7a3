"""Landscapes that cross as data: a name and numbers on the wire, a gradient wherever it is asked for.

The trusted side and the worker both read this file, so a gradient has the same digits on either side. Nothing of an
answer lies in it: it says how steep the ground is, as `grad_fn` does. Runs in the worker: numpy only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Gradient = Callable[[Floats], Floats]

MOST_NUMBERS = 200_000
"""Of one value: a place that a gradient is asked at, or an answer that is judged."""


def _bowl(hessian: ArrayLike, center: ArrayLike = 0.0, _says: str = "") -> Gradient:
    curvature, middle = np.array(hessian, dtype=np.float64), np.array(center, dtype=np.float64)

    def slope(theta: Floats) -> Floats:
        if theta.shape != curvature.shape[:1]:
            raise ValueError(f"grad_fn was given the shape {theta.shape}; theta0 has the shape {curvature.shape[:1]}")
        return np.asarray(curvature @ (theta - middle))

    return slope


GROUNDS: dict[str, Callable[..., Gradient]] = {
    "bowl": _bowl,
    "parabola": lambda curvature, _says="": lambda theta: curvature * theta,
    "quartic": lambda: lambda theta: theta**3,
    "waves": lambda: lambda theta: 0.7 * theta + np.sin(2 * theta),
    "plane": lambda slope: lambda theta: np.full(theta.shape, slope),
    "ledge": lambda edge, slope: lambda theta: np.where(theta >= edge, slope, 0.0),
}
"""Each name's gradient, from its numbers."""


def gradient_of(made_by: Sequence[Any]) -> Callable[[ArrayLike], Floats]:
    """Return the gradient that a name and its numbers describe; it takes whatever a student passes.

    What is no array of numbers of a shape that fits raises ValueError.
    """
    name, *numbers = made_by
    slope = GROUNDS[name](*numbers)

    def gradient(theta: ArrayLike) -> Floats:
        place = as_floats(theta)
        if place is None:
            raise ValueError("grad_fn was given something that is no array of numbers")
        with np.errstate(all="ignore"):
            return np.asarray(slope(place), dtype=np.float64)

    return gradient


def as_floats(value: object) -> Floats | None:
    """As float64, or None for what is no rectangle of real numbers (a bool is no number)."""
    # Counted first: sixty megabytes of bytes would be half a gigabyte as floats.
    if not is_numeric(value) or _size(value) > MOST_NUMBERS:
        return None
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None


def is_numeric(value: object) -> bool:
    """Whether it is a real number, or holds nothing else."""
    if isinstance(value, list | tuple):
        return all(is_numeric(item) for item in value)
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "iuf"
    return isinstance(value, int | float) and not isinstance(value, bool)


def _size(value: object) -> int:
    if isinstance(value, list | tuple):
        return sum(map(_size, value))
    return value.size if isinstance(value, np.ndarray) else 1
