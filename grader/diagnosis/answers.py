"""Answers in one form, so that a student's and a variant's can be laid side by side."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.misconceptions.toolkit import AnyBut, Family, Probe, Turn
from grader.misconceptions.toolkit.lines import silenced
from grader.misconceptions.toolkit.readings import READINGS
from grader.suites.toolkit.law import LawBroken, numbers, parts

Answer = NDArray[np.float64] | str | None
"""One output: numbers, a label, or None where nothing comparable came back."""
Answers = tuple[Answer, ...]
"""Of one probe, in the order of the family's `gives`."""

TOLERANCES = ((1e-9, 1e-12), (1e-6, 1e-9), (3e-5, 2e-6))
"""Relative and of the largest entry: double precision, reordered sums, single precision."""


def read_answers(family: Family, value: object) -> Answers:
    """What came back, output by output; what is read off it where it is drawn at random."""
    if family.reads:
        value = READINGS[family.reads].measure(value)
    if len(family.gives) == 1:
        return (_one(value),)
    try:
        held = parts(value, family.gives)
    except LawBroken:
        return (None,) * len(family.gives)
    return tuple(_one(item) for item in held)


def compute_answers(family: Family, probe: Probe, turn: Turn) -> Answers:
    """What a variant answers; None where it is undefined."""
    with silenced():
        return compute_answers_unsilenced(family, probe, turn)


def compute_answers_unsilenced(family: Family, probe: Probe, turn: Turn) -> Answers:
    """The same, for callers who have silenced numpy once for many calls."""
    try:
        return read_answers(family, family.run(*probe, turn=turn))
    except (ArithmeticError, ValueError, IndexError):
        return (None,) * len(family.gives)


def fits_variant(found: Answers, wanted: Answers, tolerance: tuple[float, float], *, guarded: bool) -> bool:
    """Whether a student's outputs of one probe are a variant's.

    Nobody's numbers decide where the idea itself has none: a guard there is the student's own (`guarded`),
    and an exception takes all outputs with it.
    """
    lenient = any(one is None for one in wanted) and (guarded or all(one is None for one in found))
    return all(
        is_close(one, other, tolerance)
        or (one is None and other is None)
        or (lenient and (one is None or other is None))
        for one, other in zip(found, wanted, strict=True)
    )


def is_close(found: Answer, wanted: Answer, tolerance: tuple[float, float]) -> bool:
    """Whether two outputs are the same within a tolerance; what is undefined is like nothing."""
    if isinstance(wanted, AnyBut):
        return found is None or (isinstance(found, str) and found != wanted.label)
    if isinstance(found, str) or isinstance(wanted, str):
        return isinstance(found, str) and isinstance(wanted, str) and found == wanted
    if found is None or wanted is None or found.shape != wanted.shape:
        return False
    if found.size == 0:
        return True
    relative, sliver = tolerance
    largest = float(np.abs(wanted).max())
    return bool((np.abs(found - wanted) <= relative * np.abs(wanted) + sliver * largest).all())


@functools.lru_cache(maxsize=64)
def compute_right_answers(family: Family) -> tuple[Answers, ...]:
    """The right answers on the family's probes."""
    return tuple(compute_answers(family, probe, Turn()) for probe in family.probes)


def _one(value: object) -> Answer:
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return np.array(value) if math.isfinite(value) else None
    try:
        return numbers(value, because="")
    except LawBroken:
        return None


Ask = Callable[[Sequence[Any]], Any]
