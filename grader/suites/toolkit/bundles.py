"""Contracts of functions that take or give lists of arrays of different shapes, such as the gradient of a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.suites.toolkit.contract import Arguments, Contract
from grader.suites.toolkit.kinds import real
from grader.suites.toolkit.law import LawBroken, law
from grader.suites.toolkit.states import gradients

Floats = NDArray[np.float64]
Bundle = Sequence[ArrayLike]


class ListContract(Contract):
    """A contract in which a list among the arguments or the answers holds an array a part, each of its own shape.

    For checks that need rectangles (`is_pure`, `relations`) the ordinary call has parts of one shape.
    """

    __slots__ = ()

    def _real(self, arguments: Arguments) -> Arguments:
        """Return the arguments, the lists among them as lists of float64 arrays."""
        return tuple(real_parts(value) if isinstance(value, list | tuple) else value for value in arguments)

    def compare(self, answer: Any, right: Any, arguments: Arguments, only: Sequence[str] = ()) -> None:
        """Demand these outputs, a list of arrays part by part. Raises LawBroken."""
        inputs = self._real(arguments)
        terms: Any = self._evaluate("terms", *inputs) if self.terms else ()
        names = self._select_outputs(self.gives, only)
        rights = right if isinstance(right, list | tuple) else (right,)
        for name, output, expected in zip(names, self._select_outputs(answer, only), rights, strict=True):
            if isinstance(expected, list):
                compare_parts(output, expected, name)
            else:
                law(output, expected, terms=terms)


def compare_parts(answer: Any, expected: Sequence[Floats], name: str) -> None:
    """Demand a list or a tuple of these arrays. Raises LawBroken."""
    for array, right in zip(parts_of(answer, len(expected), name), expected, strict=True):
        law(array, right, terms=(largest(expected),))


def parts_of(answer: Any, count: int, name: str, each: str = "one for each array that came in") -> list[Any]:
    """Take a list of so many arrays apart; one stacked array is as good. `each` says which. Raises LawBroken."""
    has_parts = isinstance(answer, list | tuple) or (isinstance(answer, np.ndarray) and answer.ndim > 0)
    if has_parts and len(answer) == count:
        return list(answer)
    has = f"has {len(answer)}" if has_parts else f"is a {type(answer).__name__}"
    says = f"`{name}` is a list of {count} arrays, {each}. Yours {has}."
    raise LawBroken(says=says, expected=f"{count} arrays", actual=answer, fault="shape")


def bundle(draw: np.random.Generator, shapes: Sequence[tuple[int, ...]], times: float = 1.0) -> list[Floats]:
    """Draw a gradient in several arrays, entries of mixed sign between 0.15 and 6 times that number."""
    return [
        np.asarray(np.round(times * gradients(draw, 1 + index, shape)[-1], 4)) for index, shape in enumerate(shapes)
    ]


def length(parts: Bundle) -> float:
    """Return the Euclidean norm of all entries of all arrays."""
    return float(np.sqrt(sum(float(np.sum(real(part) ** 2)) for part in parts)))


def largest(parts: Bundle) -> float:
    """Return the size of the largest entry of all arrays."""
    return max(float(np.abs(real(part)).max(initial=0.0)) for part in parts)


def real_parts(parts: Bundle) -> list[Floats]:
    """Return a list of arrays of any kind as float64."""
    return [real(part) for part in parts]


def convert_to_arrays(parts: list[Any]) -> Any:
    """Return a list as one array, or as a list of arrays where its parts have different shapes."""
    try:
        return np.array(parts, dtype=np.float64)
    except ValueError:
        return [np.array(part, dtype=np.float64) for part in parts]


def kinds_of_bundles() -> Iterator[tuple[str, Callable[[Bundle], Any]]]:
    """Yield the name of each kind, and a function that turns a list of arrays into it."""
    yield "a list", lambda parts: [np.asarray(part).tolist() for part in parts]
    yield "a tuple", lambda parts: tuple(np.asarray(part) for part in parts)
    yield "single precision", lambda parts: [np.asarray(part, dtype=np.float32) for part in parts]
    yield "0-d arrays", lambda parts: [np.asarray(entry) for part in parts for entry in np.asarray(part).flat]
