"""Arrays that nobody has filled: numpy takes them from memory as it is, here they hold nan.

What an earlier call left in memory is then no answer of a later one, and a program that reads what it never wrote is
told the same each time. Runs in the worker: numpy only.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

FRESH = 2**25
"""Bytes from which an array gets pages of its own from the system, in which nothing stands; to touch all takes long."""


def fill_empty_arrays() -> None:
    """Let `np.empty` and `np.empty_like` fill what they make, from now on and in this process."""
    for name in ("empty", "empty_like"):
        setattr(np, name, _make_filling(getattr(np, name)))


def _make_filling(make: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(make)
    def make_filled(*arguments: Any, **by_name: Any) -> Any:
        return _fill(make(*arguments, **by_name))

    return make_filled


def _fill(array: Any) -> Any:
    """Fill an array with what nobody takes for a result: nan, the largest whole number, or else nothing."""
    kind = array.dtype.kind
    if array.nbytes > FRESH:
        return array
    if kind in "fc":
        array.fill(np.nan)
    elif kind in "iu":
        array.fill(np.iinfo(array.dtype).max)
    elif kind != "O":
        array[...] = np.zeros((), array.dtype)
    return array
