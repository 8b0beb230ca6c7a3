"""The checks of exercise 3's suite, run in the very process that holds the student's functions.

That is how a notebook's test cell runs them: no walls, no time limit, no diagnosis. The checks, their inputs
and their comparison are the suite's own. Of this kit only the suite and its toolkit are imported.
"""

from __future__ import annotations

import copy
import inspect
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.suites import exercise03_bias_correction as suite

NEVER_REFUSED = {"single precision", "an array of two axes"}
"""Kinds of input that no function may refuse; the rest costs nothing (`grader.execution.session.NO_ARRAYS`)."""


def checks() -> dict[str, float]:
    """Every check's name and points, those held back among them."""
    laws = {name: call for name, call in vars(suite).items() if name.startswith("test_")}
    return {
        name: mark.kwargs["points"] for name, call in laws.items() for mark in call.pytestmark if mark.name == "check"
    }


def examine(name: str, functions: Mapping[str, Any]) -> None:
    """Run one check against functions of these names; raises where its law does not hold."""
    check = getattr(suite, name)
    # The inputs that `grade batch` draws for its default seed.
    given = {"student": Student(functions), "draw": np.random.default_rng([0, zlib.crc32(name.encode())])}
    with np.errstate(all="ignore"):
        check(**{asked: given[asked] for asked in inspect.signature(check).parameters})


class Student:
    """What a check asks of `grader.execution.session.Student`, answered by plain calls."""

    def __init__(self, functions: Mapping[str, Any]) -> None:
        self._functions = functions
        self.changed: tuple[int, ...] = ()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *arguments: self._call(name, arguments)

    def offer(self, kind: str, name: str, *arguments: object) -> list[Any]:
        """The answer to a kind of input that a right function may still refuse: one value, or none."""
        try:
            return [self._call(name, arguments)]
        except (TypeError, AttributeError, ValueError, IndexError):
            if kind in NEVER_REFUSED:
                raise
            return []

    def accepts(self, name: str, count: int) -> bool:
        """Whether a function can be called with so many positional arguments."""
        try:
            inspect.signature(self._functions[name]).bind(*range(count))
        except TypeError:
            return False
        return True

    def _call(self, name: str, arguments: tuple[object, ...]) -> Any:
        given = copy.deepcopy(arguments)
        value = self._functions[name](*given)
        pairs = zip(arguments, given, strict=True)
        self.changed = tuple(place for place, pair in enumerate(pairs) if not np.array_equal(*pair, equal_nan=True))  # type: ignore[arg-type]
        return value
