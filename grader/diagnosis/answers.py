"""Answers in one form, so that a student's and a variant's can be laid side by side."""

from __future__ import annotations

import functools
import math

import numpy as np
from numpy.typing import NDArray

from grader.misconceptions.toolkit import AnyBut, Family, Probe, Turn
from grader.misconceptions.toolkit.lines import silence_warnings
from grader.misconceptions.toolkit.readings import READINGS
from grader.suites.toolkit.law import LawBroken, numbers, parts

Answer = NDArray[np.float64] | str | None
"""One output: numbers, a label, or None where nothing comparable came back."""
Answers = tuple[Answer, ...]
"""The outputs for one probe, in the order of the family's `gives`."""

TOLERANCES = ((1e-9, 1e-12), (1e-6, 1e-9), (3e-5, 2e-6))
"""Relative and of the largest entry: double precision, reordered sums, single precision."""


def read_answers(family: Family, value: object) -> Answers:
    """Return a function's value output by output; for a drawn value, what the family reads off it."""
    if family.reads:
        value = READINGS[family.reads].measure(value)
    if len(family.gives) == 1:
        return (_read_answer(value),)
    try:
        outputs = parts(value, family.gives)
    except LawBroken:
        return (None,) * len(family.gives)
    return tuple(_read_answer(output) for output in outputs)


def compute_answers(family: Family, probe: Probe, turn: Turn) -> Answers:
    """Compute what a variant answers to a probe; None for each output where it is undefined."""
    with silence_warnings():
        return compute_answers_unsilenced(family, probe, turn)


def compute_answers_unsilenced(family: Family, probe: Probe, turn: Turn) -> Answers:
    """Compute what a variant answers; for callers who have silenced numpy once for many calls."""
    try:
        return read_answers(family, family.run(*probe, turn=turn))
    except (ArithmeticError, ValueError, IndexError):
        return (None,) * len(family.gives)


def fits_variant(answers: Answers, variant: Answers, tolerance: tuple[float, float], *, guarded: bool) -> bool:
    """Tell whether a student's outputs for one probe can be those of a variant.

    Where the idea itself has no number, the student's number does not decide: with `guarded`, a student may return
    something else there. An exception takes all outputs with it.
    """
    lenient = any(output is None for output in variant) and (guarded or all(output is None for output in answers))
    return all(
        is_close(mine, theirs, tolerance)
        or (mine is None and theirs is None)
        or (lenient and (mine is None or theirs is None))
        for mine, theirs in zip(answers, variant, strict=True)
    )


def is_close(answer: Answer, expected: Answer, tolerance: tuple[float, float]) -> bool:
    """Tell whether two outputs are the same within a tolerance; None is close to nothing, not even to None."""
    if isinstance(expected, AnyBut):
        return answer is None or (isinstance(answer, str) and answer != expected.label)
    if isinstance(answer, str) or isinstance(expected, str):
        return isinstance(answer, str) and isinstance(expected, str) and answer == expected
    if answer is None or expected is None or answer.shape != expected.shape:
        return False
    if answer.size == 0:
        return True
    relative, sliver = tolerance
    largest = float(np.abs(expected).max())
    return bool((np.abs(answer - expected) <= relative * np.abs(expected) + sliver * largest).all())


@functools.lru_cache(maxsize=64)
def compute_right_answers(family: Family) -> tuple[Answers, ...]:
    """Compute the right answers to the family's probes, in their order."""
    return tuple(compute_answers(family, probe, Turn()) for probe in family.probes)


def _read_answer(value: object) -> Answer:
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return np.array(value) if math.isfinite(value) else None
    try:
        return numbers(value, because="")
    except LawBroken:
        return None
