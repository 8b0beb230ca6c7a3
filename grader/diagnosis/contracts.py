"""Which calls a stub allows, read off the probes of a family: a call may have only traits that some probe has.

A family says nowhere what a function promises, but its probes are calls that a right program can meet. Where none of
them has a zero as its last norm, a Hessian of another size than theta or a warmup longer than the run, a call that has
one may be one that a right function refuses, and what it shows is nobody's mistake.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.answers import Answers, compute_right_answers
from grader.misconceptions.toolkit import Family

Trait = tuple[str | int, ...]
"""What is true of a call: its kind, the indices of the arguments, and an axis or a number of axes."""


def is_like_probes(family: Family, arguments: Sequence[Any], right: Answers) -> bool:
    """Tell whether a call with these right answers has only traits that some probe of the family has."""
    if not keeps_shapes(family, arguments, right):
        return False
    numbers = _list_numbers(family)
    return set(_iterate_traits(arguments, numbers)) <= _collect_traits(family)


def keeps_shapes(family: Family, arguments: Sequence[Any], right: Answers) -> bool:
    """Tell whether shapes and lengths that are equal on every probe that has them are equal in this call too."""
    equal_always = _collect_equal_lengths(family)
    return all(equal for pair, equal in _iterate_comparisons((*arguments, *right)) if pair in equal_always)


@functools.lru_cache(maxsize=64)
def _collect_traits(family: Family) -> frozenset[Trait]:
    numbers = _list_numbers(family)
    return frozenset(trait for probe in family.probes for trait in _iterate_traits(probe, numbers))


@functools.lru_cache(maxsize=64)
def _collect_equal_lengths(family: Family) -> frozenset[Trait]:
    """Collect the pairs of shapes, and of an axis and a first axis, that are equal on every probe that has both."""
    calls = zip(family.probes, compute_right_answers(family), strict=True)
    seen = [comparison for probe, right in calls for comparison in _iterate_comparisons((*probe, *right))]
    return frozenset(pair for pair, equal in seen if equal) - frozenset(pair for pair, equal in seen if not equal)


@functools.lru_cache(maxsize=64)
def _list_numbers(family: Family) -> tuple[int, ...]:
    """List the arguments that are a single number on every probe, or a list or an array on every one."""
    columns = zip(*family.probes, strict=True)
    return tuple(index for index, values in enumerate(columns) if len({_get_size(value)[0] for value in values}) == 1)


def _iterate_traits(arguments: Sequence[Any], numbers: Sequence[int]) -> Iterator[Trait]:
    """Yield the axes of an argument, where it has a zero, and which of two numbers or lengths is not the smaller."""
    for index, argument in enumerate(arguments):
        if _is_numeric(argument):
            yield "axes", index, np.ndim(argument)
        values = _read_numbers(argument)
        if values is None or not values.size:
            continue
        yield from (
            (trait, index)
            for trait, part in (("zero", values), ("first zero", values[:1]), ("last zero", values[-1:]))
            if not part.all()
        )
        if not values.any():
            yield "only zeros", index
    sizes = [(index, _get_size(arguments[index])) for index in numbers]
    for (first, (_, size)), (second, (_, other)) in itertools.permutations(sizes, 2):
        if size > other:
            yield "above", first, second
        elif size == other:
            yield "equal", first, second


def _iterate_comparisons(values: Sequence[Any]) -> Iterator[tuple[Trait, bool]]:
    """Yield whether two values have one shape, and whether an axis of one is as long as the first axis of another."""
    shapes = [(index, np.shape(value)) for index, value in enumerate(values) if _is_numeric(value)]
    for (first, shape), (second, other) in itertools.permutations(shapes, 2):
        yield ("shape", first, second), shape == other
        if shape and shape != other:
            yield from ((("axis", first, second, axis), length == shape[0]) for axis, length in enumerate(other))


def _is_numeric(value: Any) -> bool:
    return isinstance(value, int | float | np.generic | np.ndarray)


def _read_numbers(argument: Any) -> NDArray[np.float64] | None:
    """Return the numbers of an argument in a row; None where it is no plain data."""
    if not isinstance(argument, int | float | np.generic | np.ndarray | list | tuple):
        return None
    try:
        return np.ravel(np.asarray(argument, dtype=float))
    except (TypeError, ValueError):
        return None


def _get_size(argument: Any) -> tuple[str, float]:
    """Return whether it is a number or has a length, and that number or length; nan where neither."""
    if isinstance(argument, int | float | np.generic) or (isinstance(argument, np.ndarray) and not argument.ndim):
        return "number", float(argument)
    return ("length", len(argument)) if isinstance(argument, list | tuple | np.ndarray) else ("", float("nan"))
