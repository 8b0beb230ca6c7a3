"""Answers in one form, so that a student's and a variant's can be laid side by side."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.misconceptions.toolkit import Family, Probe, Turn
from grader.suites.toolkit.law import LawBroken, numbers, parts

Answer = NDArray[np.float64] | str | None
"""One output: numbers, a label, or None where nothing comparable came back."""
Answers = tuple[Answer, ...]
"""Of one probe, in the order of the family's `gives`."""

TOLERANCES = ((1e-9, 1e-12), (1e-6, 1e-9), (3e-5, 2e-6))
"""Relative and of the largest entry: double precision, reordered sums, single precision."""


def told(family: Family, value: object) -> Answers:
    """What came back, output by output."""
    if len(family.gives) == 1:
        return (_one(value),)
    try:
        held = parts(value, family.gives)
    except LawBroken:
        return (None,) * len(family.gives)
    return tuple(_one(item) for item in held)


def imagined(family: Family, probe: Probe, turn: Turn) -> Answers:
    """What a variant answers; None where it is undefined."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return told(family, family.run(*probe, turn=turn))
        except (ArithmeticError, ValueError, IndexError):
            return (None,) * len(family.gives)


def close(found: Answer, wanted: Answer, tolerance: tuple[float, float]) -> bool:
    """Whether two outputs are the same within a tolerance; what is undefined is like nothing."""
    if isinstance(found, str) or isinstance(wanted, str):
        return isinstance(found, str) and isinstance(wanted, str) and found == wanted
    if found is None or wanted is None or found.shape != wanted.shape:
        return False
    if found.size == 0:
        return True
    relative, sliver = tolerance
    largest = float(np.abs(wanted).max())
    return bool((np.abs(found - wanted) <= relative * np.abs(wanted) + sliver * largest).all())


def right(family: Family) -> list[Answers]:
    """The right answers on the family's probes."""
    return [imagined(family, probe, Turn()) for probe in family.probes]


def _one(value: object) -> Answer:
    if isinstance(value, str):
        return value
    try:
        return numbers(value, because="")
    except LawBroken:
        return None


Ask = Callable[[Sequence[Any]], Any]
