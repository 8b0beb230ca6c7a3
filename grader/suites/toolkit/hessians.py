"""Hessians whose curvatures are known, and the kinds that a matrix may come in."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

TURNS = (0.45, 0.75)
"""Between which angles a valley is turned, in every plane: far from the axes, and never by a quarter turn."""


def axes(draw: np.random.Generator, count: int) -> Floats:
    """Return directions at right angles, a column each, none along a coordinate; only their digits are drawn.

    Of shape (count, count).
    """
    turned = np.eye(count)
    for first, second in itertools.combinations(range(count), 2):
        angle = draw.uniform(*TURNS)
        plane = np.eye(count)
        plane[[first, first, second, second], [first, second, first, second]] = (
            np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle),
        )  # fmt: skip
        turned = turned @ plane
    return turned


def with_curvatures(draw: np.random.Generator, curvatures: Sequence[float]) -> Floats:
    """Return a Hessian with these eigenvalues whose valley runs across the axes, symmetric to the last digit."""
    turned = axes(draw, len(curvatures))
    hessian = turned @ np.diag(curvatures) @ turned.T
    return np.asarray((hessian + hessian.T) / 2)


def matrix_kinds() -> Iterator[tuple[str, Callable[[ArrayLike], Any]]]:
    """Yield the name of each kind, and a function that turns a matrix or a vector into it (a contract's `comes_as`).

    A kind that is no array has the name under which a right function may refuse it.
    """
    yield "a list", lambda matrix: np.asarray(matrix).tolist()
    yield "a tuple", lambda matrix: _convert_to_tuples(np.asarray(matrix).tolist())
    yield "single precision", lambda matrix: np.asarray(matrix, dtype=np.float32)
    yield "a single number in a matrix", lambda matrix: np.asarray(matrix)[(slice(1),) * np.ndim(matrix)]


def _convert_to_tuples(value: Any) -> Any:
    """Return lists within a list as tuples within a tuple."""
    return tuple(map(_convert_to_tuples, value)) if isinstance(value, list) else value
