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
def silence_warnings() -> Iterator[None]:
    """Silence the warnings of numpy and of others meanwhile: a variant may divide by zero."""
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
        return find_written_lines(sorted(self._collect_offers(), key=sorted))

    def _collect_offers(self) -> set[Offer]:
        """Return the offer of every line that the right way passes on the probes."""
        offers: set[Offer] = set()
        turn = Finder(offers, {})
        with silence_warnings():
            for probe in self._probes:
                with suppress(ArithmeticError, ValueError, IndexError):
                    self._run(*probe, turn=turn)
        return offers


class KnownLines(Lines):
    """Lines that were found before and written down."""

    def __init__(self, written: Mapping[str, Sequence[Sequence[int]]]) -> None:
        self._written = {idea: tuple(map(frozenset, forms)) for idea, forms in written.items()}

    @property
    def written(self) -> Mapping[str, tuple[Written, ...]]:
        """By idea: the lines of each of its forms."""
        return self._written


def find_written_lines(offers: Sequence[Offer]) -> dict[str, tuple[Written, ...]]:
    """Return by idea the lines that each of its forms writes, given what can be taken at each line."""
    forms: dict[str, int] = {}
    for idea, form in (way for offer in offers for way in offer):
        forms[idea] = max(forms.get(idea, 1), abs(form))
    return {
        idea: tuple(
            frozenset(n for n, offer in enumerate(offers) if {(idea, form), (idea, EVERY)} & offer)
            for form in range(1, count + 1)
        )
        for idea, count in forms.items()
    }


def iterate_sets(ways: Sequence[tuple[str, int, Written]], size: int, taken: Written = frozenset()) -> Iterator[Choice]:
    """Yield every set of so many ways of different ideas of which no two write the same line."""
    if size == 0:
        yield ()
        return
    for index, (idea, form, lines) in enumerate(ways):
        if not lines & taken:
            later = [way for way in ways[index + 1 :] if way[0] != idea]
            for rest in iterate_sets(later, size - 1, taken | lines):
                yield ((idea, form), *rest)
