"""Which of several files counts for an exercise, and why.

A file that was written in goes before one that is as it came, and that before one that defines none of the
exercise's functions. Then the name that says the exercise goes before a folder's and before none, a name of its own
before a copy's, one with all functions before one with some, and the newest before older ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct

from grader.handin import contents
from grader.handin.contents import Contents
from grader.handin.naming import (
    CODE,
    copies,
    is_beside,
    is_code,
    is_copy,
    is_test,
    meaning,
    names_a_number,
    numbered,
    original,
)
from grader.model import Exercise

SAME_MOMENT = 2.0
"""Seconds; a zip's dates are no finer, and an unpacked export's files differ by less."""


class File(Protocol):
    """What the rule wants to know of a file."""

    @property
    def within(self) -> tuple[str, ...]:
        """The path as its author made it; the name comes last. Empty where the name only says who it is."""

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def path(self) -> str:
        """The path to tell."""

    @property
    def stamp(self) -> float:
        """The system's own order; the largest is the newest."""

    @property
    def told(self) -> str:
        """Why the largest stamp counts."""

    @property
    def modified(self) -> float:
        """Its date, in seconds."""

    def read(self) -> bytes:
        """Its bytes; raises OSError."""


F = TypeVar("F", bound=File)


class Choice(Struct, Generic[F], frozen=True):
    """The file that counts, and those that might have."""

    chosen: F
    why: str
    others: tuple[F, ...] = ()

    @property
    def says(self) -> str:
        """Which file was taken of several; empty where there was no choice."""
        if not self.others:
            return ""
        others = ", ".join(file.path for file in self.others)
        return f"Taken of {len(self.others) + 1} files: {self.chosen.path} ({self.why}); not {others}."


class _Candidate(Struct, Generic[F], frozen=True):
    file: F
    place: int
    """How it comes to be one: 3 by its name, 2 by its folder's, 1 by what it holds."""
    holds: Contents
    whole: bool
    """Whether it defines every function of the exercise."""


_Order = tuple[Callable[[_Candidate[Any]], float], float, str]

_ORDERS: tuple[_Order, ...] = (
    (lambda one: bool(one.holds.written), 0, "it was written in"),
    (lambda one: one.holds.untouched, 0, "it defines the exercise's functions"),
    (lambda one: one.place, 0, "its name says the exercise"),
    (lambda one: not is_test(one.file.name), 0, "its name is no test's"),
    (lambda one: not is_beside(one.file.name), 0, "its name is no plot's or helper's"),
    (lambda one: not is_copy(one.file.name), 0, "its name is no copy's"),
    (lambda one: one.whole, 0, "it defines all of the exercise's functions"),
    (lambda one: one.file.stamp, 0, "{0.told}"),
    (lambda one: one.file.modified, SAME_MOMENT, "its date is the newest"),
    (lambda one: not copies(one.file.name)[1], 0, "its name has no copy's number"),
    (lambda one: copies(one.file.name)[1], 0, "its copy number is the highest"),
    (lambda one: one.file.name.lower().endswith(CODE), 0, "its name ends as code does"),
    (lambda one: ".ipynb" not in one.file.name.lower(), 0, "a .py goes before a notebook of the same date"),
)


def sort_out(
    files: Sequence[F], exercises: Sequence[Exercise], every: Sequence[Exercise] = (), *, despite_names: bool = False
) -> dict[Exercise, Choice[F]]:
    """An author's files by exercise: the one that counts, where there is one.

    Names are read among `every` exercise of the course: exercise01.py is nobody's third exercise, unless it holds
    that and nothing of the first, or somebody says that names mean nothing.
    """
    code = [file for file in files if is_code(file.name)]
    known = tuple(dict.fromkeys([*exercises, *every]))
    found = {}
    for exercise in exercises:
        placed = [(file, _place(file, exercise, known)) for file in code]
        if despite_names and len(exercises) == 1:
            placed = [(file, max(place, 1)) for file, place in placed]
        if choice := _choice(placed, exercise, alone=len(exercises) == 1):
            found[exercise] = choice
        elif len(exercises) == 1 and (misnamed := _misnamed(placed, exercise, known)):
            found[exercise] = _best(misnamed)
    return found


def holds(file: File, exercise: Exercise) -> Contents:
    """What a file holds of an exercise; nothing where it cannot be read."""
    try:
        return contents.of(exercise, file.read(), file.name)
    except OSError:
        return Contents()


def meant(names: Iterable[str], exercises: Sequence[Exercise]) -> Exercise | None:
    """The exercise that the first of the names to say one says."""
    for name in names:
        if spelled := meaning(name, exercises):
            return spelled.exercise
        if number := numbered(name, exercises):
            return number
    return None


def _choice(placed: Sequence[tuple[F, int]], exercise: Exercise, *, alone: bool) -> Choice[F] | None:
    """The file that counts of those that may be the exercise's; `alone` where no other is asked for."""
    wanted = [(file, place) for file, place in placed if place]
    if len(wanted) == 1 and (wanted[0][1] > 1 or alone) and not is_test(wanted[0][0].name):
        return Choice(wanted[0][0], "it is the only one")
    candidates = [_candidate(file, place, exercise) for file, place in placed if place]
    if kept := [one for one in candidates if _may_count(one, exercise, alone=alone)]:
        return _best(kept)
    unnamed = [one for one in candidates if not is_test(one.file.name)]
    bases = {(*one.file.within[:-1], copies(original(one.file.name))[0].casefold()) for one in unnamed}
    return _best(unnamed) if alone and len(bases) == 1 else None


def _misnamed(placed: Sequence[tuple[F, int]], exercise: Exercise, every: Sequence[Exercise]) -> list[_Candidate[F]]:
    """Files that say another exercise but define this one's functions and none of that one's."""
    found = []
    for file, _place_of_none in placed:
        one = _candidate(file, 1, exercise)
        said = meant(file.within[::-1], every)
        if one.holds.written and not (said and one.holds.defined & set(said.functions)):
            found.append(one)
    return found


def _candidate(file: F, place: int, exercise: Exercise) -> _Candidate[F]:
    found = holds(file, exercise)
    return _Candidate(file, place, found, found.defined >= set(exercise.functions))


def _place(file: File, exercise: Exercise, every: Sequence[Exercise]) -> int:
    """How a file comes to be a candidate; 0 where it says that it is another's."""
    if said := meant(file.within[-1:], every):
        return 3 if said == exercise else 0
    if names_a_number(file.name) and file.within:
        return 0
    if said := meant(file.within[-2::-1], every):
        return 2 if said == exercise else 0
    return 1


def _may_count(one: _Candidate[F], exercise: Exercise, *, alone: bool) -> bool:
    """Whether a file is a hand-in at all: what nobody named has to hold the functions, and so has a test."""
    if one.place > 1 and not is_test(one.file.name):
        return True
    mine = one.holds.defined & set(exercise.functions)
    return bool(mine) if alone or one.place > 1 else len(mine) == len(exercise.functions)


def _best(candidates: Sequence[_Candidate[F]]) -> Choice[F]:
    left = list(candidates)
    why = "nothing tells them apart; the first by name"
    for order, near, says in _ORDERS:
        most = max(map(order, left))
        left = [one for one in left if order(one) >= most - near]
        if len(left) == 1:
            why = says.format(left[0].file)
            break
    chosen = min(left, key=lambda one: one.file.path).file
    return Choice(chosen, why, tuple(one.file for one in candidates if one.file is not chosen))
