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
        """The value of one call; raises NoValue where none came back."""
        outcome = self._session.ask(self.function, *arguments)
        if isinstance(outcome, Returned):
            return outcome.value
        raise NoValue(isinstance(outcome, TimedOut | Died))


def array(answer: object, shape: tuple[int, ...] | None = None) -> Floats:
    """The answer as real numbers of that shape (of any where none is named), finite or not; raises NoValue."""
    found = as_floats(answer)
    if found is None or shape not in (None, found.shape):
        raise NoValue
    return found.astype(np.float64)


def arrays(answer: object, count: int, shape: tuple[int, ...]) -> list[Floats]:
    """So many arrays of one shape from a tuple or a list; raises NoValue."""
    if not isinstance(answer, tuple | list) or len(answer) != count:
        raise NoValue
    return [array(one, shape) for one in answer]


def finite(found: Floats) -> Floats:
    """The same numbers, where all of them can be drawn; raises NoValue."""
    if not np.isfinite(found).all():
        raise NoValue
    return found


def rows(answer: object, place: tuple[int, ...]) -> Floats:
    """The rows of a path, shape (rows, *place), up to the first that is not finite; NoValue below two rows."""
    found = array(answer)
    if found.ndim != 1 + len(place) or found.shape[1:] != place:
        raise NoValue
    broken = ~np.isfinite(found).reshape(len(found), -1).all(axis=1)
    kept = found[: int(np.argmax(broken))] if broken.any() else found
    if len(kept) < 2:
        raise NoValue
    return kept


def same(yours: Floats, right: Floats) -> bool:
    """Whether two rows of numbers would lie upon one another."""
    return yours.shape == right.shape and bool(np.allclose(yours, right, rtol=1e-6, atol=1e-9))
