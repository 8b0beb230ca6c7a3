"""Which wrong ways a variant takes, and the lines at which they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Way = Callable[[], Any]
Ways = Mapping[str, Way | tuple[Way | None, ...] | None]
"""By the id of an idea: its way; a tuple has one a form, None where that form leaves the line as it is."""
EVERY = 0
"""Stands for every form of an idea."""
Offer = frozenset[tuple[str, int]]
"""The ideas and forms that can be taken at one line; a form that leaves the line as it is counts below zero."""


class Turn:
    """Which wrong ways a variant takes; asked by the family's function at each of its lines."""

    # A search asks tens of thousands of variants for tens of lines each: this is kept as lean as it can be.
    __slots__ = ("_parts", "_renamed", "names", "part_number", "taken")

    def __init__(
        self, taken: Mapping[str, int] | None = None, part_number: int = 0, names: Mapping[str, str] | None = None
    ) -> None:
        """Take these ways (by idea, each with its form) in a part of the formula, under the names used there."""
        self.taken = taken or {}
        self.part_number = part_number
        self.names = names or {}
        self._parts: dict[int, Turn] = {}
        self._renamed: dict[int, tuple[Mapping[str, str], Turn]] = {}
        """By the identity of the names, which are kept with it."""

    def line(self, right: Way, ways: Ways) -> Any:
        """Return what a line gives: in the right way, or in the wrong way that is taken.

        Two ways of one line are never taken together, and an idea that stands at several lines changes all of them.
        """
        for idea in self.taken:
            if idea in ways:
                way, form = ways[idea], self.taken[idea]
                if isinstance(way, tuple):
                    way = way[form - 1] if form <= len(way) else None
                elif self.part_number and form not in (1, 1 + self.part_number):
                    way = None
                if way is not None:
                    return way()
        return right()

    def wants(self, idea: str) -> bool:
        """Tell whether the ways of an idea are asked for at all: they need not be made where they are not."""
        return idea in self.taken

    def part(self, part_number: int) -> Turn:
        """Return a Turn for one of several like parts of the formula.

        There an idea with a single way has a form for all parts (1) and one for each of them alone (1 + part_number).
        """
        made = self._parts.get(part_number)
        if made is None:
            made = self._parts[part_number] = self._make_turn(self.taken, part_number, self.names)
        return made

    def renamed(self, names: Mapping[str, str]) -> Turn:
        """Return a Turn for a function inside, some of whose ideas have other ids outside: `{inside: outside}`."""
        if id(names) in self._renamed:
            return self._renamed[id(names)][1]
        taken = self.taken
        for inside, outside in names.items():
            if inside in taken or outside in taken:
                taken = {idea: form for idea, form in taken.items() if idea not in (inside, outside)}
                if outside in self.taken:
                    taken[inside] = self.taken[outside]
        made = self._make_turn(taken, self.part_number, self._extend_names(names))
        self._renamed[id(names)] = names, made
        return made

    def _extend_names(self, _names: Mapping[str, str]) -> Mapping[str, str]:
        """Return the names outside by those inside; a Turn that only takes ways does not need the new ones."""
        return self.names

    def _make_turn(self, taken: Mapping[str, int], part_number: int, names: Mapping[str, str]) -> Turn:
        return Turn(taken, part_number, names)


class Finder(Turn):
    """The right way, with a note of what can be taken at each line that is passed."""

    __slots__ = ("seen",)

    def __init__(
        self, seen: set[Offer], taken: Mapping[str, int], part_number: int = 0, names: Mapping[str, str] | None = None
    ) -> None:
        """Write into `seen`."""
        super().__init__(taken, part_number, names)
        self.seen = seen

    def line(self, right: Way, ways: Ways) -> Any:
        """Return what the line gives, and write down what could be taken at it."""
        offered: set[tuple[str, int]] = set()
        for idea, way in ways.items():
            name = self.names.get(idea, idea)
            if isinstance(way, tuple):
                offered |= {(name, form if changed else -form) for form, changed in enumerate(way, 1)}
            elif way is not None:
                offered |= {(name, form) for form in ((1, 1 + self.part_number) if self.part_number else (EVERY,))}
        self.seen.add(frozenset(offered))
        return super().line(right, ways)

    def wants(self, _idea: str) -> bool:
        """Tell that every way is looked at."""
        return True

    def _make_turn(self, taken: Mapping[str, int], part_number: int, names: Mapping[str, str]) -> Turn:
        return Finder(self.seen, taken, part_number, names)

    def _extend_names(self, names: Mapping[str, str]) -> Mapping[str, str]:
        return {**self.names, **{inside: self.names.get(name, name) for inside, name in names.items()}}


def form(number: int, *ways: Way | None) -> tuple[Way | None, ...]:
    """Return the ways of a line that only the form of this number changes, or those from it on."""
    return (*[None] * (number - 1), *ways)
