"""Asking a learner's function for the numbers of a picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.execution.session import SubmissionSession
from grader.sandbox.grounds import as_floats
from grader.sandbox.outcomes import Died, Returned, TimedOut

Floats = NDArray[np.floating[Any]]


class NoValue(Exception):
    """A recipe asked, and nothing came back that can be drawn."""

    def __init__(self, lost: bool = False) -> None:
        super().__init__()
        self.lost = lost
        """True where the code hung or died: it is not asked again."""


class Asked:
    """One of the learner's functions, to be called by a recipe."""

    def __init__(self, session: SubmissionSession, function: str) -> None:
        self._session = session
        self.function = function

    def __call__(self, *arguments: object) -> Any:
        """Return the value of one call; raises NoValue where none came back."""
        outcome = self._session.ask(self.function, *arguments)
        if isinstance(outcome, Returned):
            return outcome.value
        raise NoValue(isinstance(outcome, TimedOut | Died))


def array(answer: object, shape: tuple[int, ...] | None = None) -> Floats:
    """Return an answer as real numbers of that shape (of any where none is named), finite or not; raises NoValue."""
    values = as_floats(answer)
    if values is None or shape not in (None, values.shape):
        raise NoValue
    return values.astype(np.float64)


def arrays(answer: object, count: int, shape: tuple[int, ...]) -> list[Floats]:
    """Return `count` arrays of one shape from a tuple or a list; raises NoValue."""
    if not isinstance(answer, tuple | list) or len(answer) != count:
        raise NoValue
    return [array(part, shape) for part in answer]


def finite(values: Floats) -> Floats:
    """Return the numbers as they are where all of them are finite; raises NoValue."""
    if not np.isfinite(values).all():
        raise NoValue
    return values


def rows(answer: object, point: tuple[int, ...]) -> Floats:
    """Return a path up to the first row that is not finite, shape (rows, *point); raises NoValue below two rows."""
    path = array(answer)
    if path.ndim != 1 + len(point) or path.shape[1:] != point:
        raise NoValue
    broken = ~np.isfinite(path).reshape(len(path), -1).all(axis=1)
    kept = path[: int(np.argmax(broken))] if broken.any() else path
    if len(kept) < 2:
        raise NoValue
    return kept


def same(yours: Floats, right: Floats) -> bool:
    """Tell whether two curves or paths would lie upon one another in a picture."""
    return yours.shape == right.shape and bool(np.allclose(yours, right, rtol=1e-6, atol=1e-9))
