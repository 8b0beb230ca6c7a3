"""Arrays that nobody has filled: numpy takes them from memory as it is, here they hold nan.

What an earlier call left in memory is then no answer of a later one, and a program that reads what it never wrote is
told the same each time. Runs in the worker: numpy only.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

LARGE = 2**25
"""Bytes from which an array holds zeros: the system has pages of them, and to write into so many takes long."""


def fill_empty_arrays() -> None:
    """Let `np.empty` and `np.empty_like` fill what they make, from now on and in this process."""
    for name in ("empty", "empty_like"):
        setattr(np, name, _make_filling(getattr(np, name)))


def _make_filling(make: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(make)
    def make_filled(*arguments: Any, **by_name: Any) -> Any:
        array = make(*arguments, **by_name)
        if array.nbytes <= LARGE:
            return _fill(array)
        order: Literal["C", "F"] = "F" if array.flags.fnc else "C"
        shape, dtype = array.shape, array.dtype
        # Where there is room for one of them, there may be none for two.
        del array
        return np.zeros(shape, dtype, order)

    return make_filled


def _fill(array: Any) -> Any:
    """Return an array filled with what nobody takes for a result, nan or the largest whole number, or else zeros."""
    kind = array.dtype.kind
    if kind in "fc":
        array.fill(np.nan)
    elif kind in "iu":
        array.fill(np.iinfo(array.dtype).max)
    elif kind != "O":
        array[...] = np.zeros((), array.dtype)
    return array
