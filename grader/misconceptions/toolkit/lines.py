"""The lines of a family's function and the ways that stand at them, found by walking the right way once."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Any

import numpy as np

from grader.misconceptions.toolkit.turn import EVERY, Finder, Offer

Choice = tuple[tuple[str, int], ...]
"""Turns taken, each with its form."""
Written = frozenset[int]
"""The numbers of the lines that a way writes."""


@contextmanager
def silenced() -> Iterator[None]:
    """Let numpy warn of nothing meanwhile: a variant may divide by zero."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


class Lines:
    """For every form of an idea the lines that it writes; found when they are first asked for."""

    def __init__(self, run: Callable[..., Any], probes: Iterable[Sequence[Any]]) -> None:
        self._run = run
        self._probes = tuple(probes)

    @cached_property
    def written(self) -> Mapping[str, tuple[Written, ...]]:
        """By idea: the lines of each of its forms."""
        return written_by(sorted(self._offers(), key=sorted))

    def _offers(self) -> set[Offer]:
        seen: set[Offer] = set()
        turn = Finder(seen, {})
        with silenced():
            for probe in self._probes:
                with suppress(ArithmeticError, ValueError, IndexError):
                    self._run(*probe, turn=turn)
        return seen


class KnownLines(Lines):
    """Lines that were found before and written down."""

    def __init__(self, written: Mapping[str, Sequence[Sequence[int]]]) -> None:
        self._written = {idea: tuple(map(frozenset, forms)) for idea, forms in written.items()}

    @property
    def written(self) -> Mapping[str, tuple[Written, ...]]:
        """By idea: the lines of each of its forms."""
        return self._written


def written_by(offers: Sequence[Offer]) -> dict[str, tuple[Written, ...]]:
    """Return the lines of each form, given what can be taken at each line."""
    forms: dict[str, int] = {}
    for idea, form in (one for offer in offers for one in offer):
        forms[idea] = max(forms.get(idea, 1), abs(form))
    return {
        idea: tuple(
            frozenset(n for n, offer in enumerate(offers) if {(idea, form), (idea, EVERY)} & offer)
            for form in range(1, count + 1)
        )
        for idea, count in forms.items()
    }


def sets_of(ways: Sequence[tuple[str, int, Written]], size: int, taken: Written = frozenset()) -> Iterator[Choice]:
    """Give every set of so many ways of different ideas of which no two write the same line."""
    if size == 0:
        yield ()
        return
    for place, (idea, form, lines) in enumerate(ways):
        if not lines & taken:
            later = [one for one in ways[place + 1 :] if one[0] != idea]
            for rest in sets_of(later, size - 1, taken | lines):
                yield ((idea, form), *rest)
