"""Answers of many variants, each written down once: a variant's answer is then a number, and a table of them is small.

The numbers of a pool: 0 for "undefined here", then the labels, then the arrays.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.misconceptions.toolkit.family import AnyBut

Answer = NDArray[np.float64] | str | None
Ints = NDArray[np.integer[Any]]


class Pool:
    """All answers of a family, each once; an answer has a number."""

    def __init__(self, labels: Sequence[tuple[str, bool]], shapes: Ints, numbers: NDArray[np.float64]) -> None:
        """Read a pool from labels (true: any word but this one), the shapes of the arrays, and all their numbers.

        Of an array's shape (k, 1 + axes) stands first how many axes it has, and then their lengths.
        """
        self.labels: list[str] = [AnyBut(label) if any_but else label for label, any_but in labels]
        self._shapes = shapes.astype(np.int64)
        self._numbers = numbers
        axes = np.arange(self._shapes.shape[1] - 1)
        lengths = np.where(axes < self._shapes[:, :1], self._shapes[:, 1:], 1).prod(axis=1)
        self._begins = np.concatenate([[0], np.cumsum(lengths)])

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return the shapes and the numbers as arrays to be kept; the labels are kept beside them."""
        kind = np.result_type(np.uint16, np.min_scalar_type(self._shapes.max(initial=0)))
        return {"shapes": self._shapes.astype(kind), "numbers": self._numbers}

    def list_labels(self) -> list[tuple[str, bool]]:
        """List the labels as they are written down."""
        return list(map(_write_label, self.labels))

    def read_answer(self, number: int) -> Answer:
        """Return the answer of that number: an array, a label, or None where it is undefined."""
        if number <= len(self.labels):
            return self.labels[number - 1] if number else None
        index = number - 1 - len(self.labels)
        return self._numbers[self._begins[index] : self._begins[index + 1]].reshape(self._read_shape(index))

    def make_rows(self, which: Ints, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Return the answers of these numbers as rows of their entries; NaN where one is no array of that shape."""
        indices = self._find_arrays(which)
        rows = np.full((len(indices), math.prod(shape)), np.nan)
        fits = np.flatnonzero(indices >= 0)
        fits = fits[self._have_shape(indices[fits], shape)]
        rows[fits] = self._numbers[self._begins[indices[fits]][:, None] + np.arange(rows.shape[1])]
        return rows

    def number_unusual_shapes(self, which: Ints, usual: tuple[int, ...]) -> NDArray[np.int64]:
        """Return for each of these answers a number of its shape where that is not the usual one.

        It is 0 for everything else, also for what is no array.
        """
        indices = self._find_arrays(which)
        odd = np.flatnonzero(indices >= 0)
        odd = odd[~self._have_shape(indices[odd], usual)]
        shape_numbers = np.zeros(len(indices), dtype=np.int64)
        shape_numbers[odd] = [make_shape_number(self._read_shape(index)) for index in indices[odd]]
        return shape_numbers

    def _find_arrays(self, which: Ints) -> NDArray[np.int64]:
        """Return the index of each array; below 0 for what is none."""
        return which.astype(np.int64) - 1 - len(self.labels)

    def _have_shape(self, indices: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.bool_]:
        """Tell which of these arrays have that shape."""
        heads = self._shapes[indices, : 1 + len(shape)]
        if heads.shape[1] <= len(shape):
            return np.zeros(len(indices), dtype=bool)
        return np.asarray((heads == (len(shape), *shape)).all(axis=1))

    def _read_shape(self, index: int) -> tuple[int, ...]:
        count, *lengths = self._shapes[index].tolist()
        return tuple(lengths[:count])


class PoolBuilder:
    """A pool that is still filled."""

    def __init__(self) -> None:
        self._labels: list[str] = []
        self._held: list[NDArray[np.float64]] = []
        self._numbers: dict[Any, int] = {}

    def add(self, answer: Answer) -> int:
        """Add an answer where it is new; return its number for now: 0, below 0 for a label, above 0 for an array."""
        if answer is None:
            return 0
        known = (type(answer), str(answer)) if isinstance(answer, str) else (answer.shape, answer.tobytes())
        number = self._numbers.get(known)
        if number is None:
            if isinstance(answer, str):
                self._labels.append(answer)
                number = -len(self._labels)
            else:
                self._held.append(answer)
                number = len(self._held)
            self._numbers[known] = number
        return number

    def finish(self, tables: Mapping[str, Ints]) -> tuple[Pool, dict[str, Ints]]:
        """Return the pool, and the tables with the numbers that its answers have for good, as small as they can be."""
        kind = np.min_scalar_type(len(self._labels) + len(self._held))
        which = {
            name: np.where(numbers < 0, -numbers, numbers + len(self._labels) * (numbers > 0)).astype(kind)
            for name, numbers in tables.items()
        }
        axes = max((array.ndim for array in self._held), default=0)
        shapes = [[array.ndim, *array.shape, *[0] * (axes - array.ndim)] for array in self._held]
        numbers = np.concatenate([np.zeros(0), *(array.reshape(-1) for array in self._held)])
        labels = list(map(_write_label, self._labels))
        return Pool(labels, np.array(shapes, dtype=np.int64).reshape(len(shapes), 1 + axes), numbers), which


def _write_label(label: str) -> tuple[str, bool]:
    """Write a label down: its word, and whether it stands for any word but that."""
    return (label.label, True) if isinstance(label, AnyBut) else (label, False)


def make_shape_number(shape: tuple[int, ...]) -> int:
    """Return a number that stands for a shape, never 0."""
    return 1 + zlib.crc32(repr(shape).encode())
