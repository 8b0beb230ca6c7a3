"""Which wrong ways a variant takes, and the lines at which they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Way = Callable[[], Any]
Ways = Mapping[str, Way | tuple[Way | None, ...] | None]
"""By the id of an idea: its way; a tuple has one a form, None where that form leaves the line as it is."""
EVERY = 0
"""Stands for every form of an idea."""
Offer = frozenset[tuple[str, int]]
"""The ideas and forms that can be taken at one line; a form that leaves the line as it is counts below zero."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Which wrong ways a variant takes; asked by the family's function at each of its lines."""

    taken: Mapping[str, int] = field(default_factory=dict)
    place: int = 0
    """Which of several like parts of the formula this is, from 1 (see `part`); 0 for the whole."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Ids by which the ideas of a function inside go outside (see `renamed`)."""
    seen: set[Offer] | None = None
    """Where every line that is passed writes down what can be taken there."""

    def __call__(self, idea: str) -> int:
        """Return the form taken, from 1; 0 where that turn is not taken."""
        return self.taken.get(idea, 0)

    def line(self, right: Way, ways: Ways) -> Any:
        """Return what a line gives: in the right way, or in the wrong way that is taken.

        Two ways of one line are never taken together, and an idea that stands at several lines changes all of them.
        """
        if self.seen is not None:
            self.seen.add(self._offer(ways))
        for idea, form in self.taken.items():
            way = ways.get(idea)
            if isinstance(way, tuple):
                way = way[form - 1] if form <= len(way) else None
            elif self.place and form not in (1, 1 + self.place):
                way = None
            if way is not None:
                return way()
        return right()

    def part(self, place: int) -> Turn:
        """Return the same for one of several like parts of the formula.

        There an idea with a single way has a form for all parts (1) and one for each of them alone (1 + place).
        """
        return Turn(self.taken, place, self.names, self.seen)

    def renamed(self, names: Mapping[str, str]) -> Turn:
        """Return the same for a function inside, some of whose ideas have other ids outside: `{inside: outside}`."""
        outside = set(names.values())
        taken = {idea: form for idea, form in self.taken.items() if idea not in outside and idea not in names}
        taken |= {inside: self.taken[name] for inside, name in names.items() if name in self.taken}
        known = {inside: self.names.get(name, name) for inside, name in names.items()}
        return Turn(taken, self.place, {**self.names, **known}, self.seen)

    def _offer(self, ways: Ways) -> Offer:
        offered: set[tuple[str, int]] = set()
        for idea, way in ways.items():
            name = self.names.get(idea, idea)
            if isinstance(way, tuple):
                offered |= {(name, form if one else -form) for form, one in enumerate(way, 1)}
            elif way is not None:
                offered |= {(name, form) for form in ((1, 1 + self.place) if self.place else (EVERY,))}
        return frozenset(offered)


def form(number: int, way: Way) -> tuple[Way | None, ...]:
    """Return a way that only one form of its idea takes at a line."""
    return (*[None] * (number - 1), way)
