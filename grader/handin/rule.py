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
    find_by_number,
    find_meaning,
    is_beside,
    is_code,
    is_copy,
    is_test,
    names_a_number,
    split_copy_number,
    strip_copy_words,
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
        """Return its bytes; raises OSError."""


F = TypeVar("F", bound=File)


class FileChoice(Struct, Generic[F], frozen=True):
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
    rank: int
    """How it comes to be one: 3 by its name, 2 by its folder's, 1 by what it holds."""
    holds: Contents
    whole: bool
    """Whether it defines every function of the exercise."""


_Order = tuple[Callable[[_Candidate[Any]], float], float, str]

_ORDERS: tuple[_Order, ...] = (
    (lambda one: bool(one.holds.written), 0, "it was written in"),
    (lambda one: one.holds.untouched, 0, "it defines the exercise's functions"),
    (lambda one: one.rank, 0, "its name says the exercise"),
    (lambda one: not is_test(one.file.name), 0, "its name is no test's"),
    (lambda one: not is_beside(one.file.name), 0, "its name is no plot's or helper's"),
    (lambda one: not is_copy(one.file.name), 0, "its name is no copy's"),
    (lambda one: one.whole, 0, "it defines all of the exercise's functions"),
    (lambda one: one.file.stamp, 0, "{0.told}"),
    (lambda one: one.file.modified, SAME_MOMENT, "its date is the newest"),
    (lambda one: not split_copy_number(one.file.name)[1], 0, "its name has no copy's number"),
    (lambda one: split_copy_number(one.file.name)[1], 0, "its copy number is the highest"),
    (lambda one: one.file.name.lower().endswith(CODE), 0, "its name ends as code does"),
    (lambda one: ".ipynb" not in one.file.name.lower(), 0, "a .py goes before a notebook of the same date"),
)


def sort_out(
    files: Sequence[F], exercises: Sequence[Exercise], every: Sequence[Exercise] = (), *, despite_names: bool = False
) -> dict[Exercise, FileChoice[F]]:
    """Sort an author's files by exercise: the one that counts for each, where there is one.

    Names are read among `every` exercise of the course: exercise01.py is nobody's third exercise, unless it holds
    that and nothing of the first, or somebody says that names mean nothing.
    """
    code = [file for file in files if is_code(file.name)]
    known = tuple(dict.fromkeys([*exercises, *every]))
    chosen = {}
    for exercise in exercises:
        ranked = [(file, _rank_source(file, exercise, known)) for file in code]
        if despite_names and len(exercises) == 1:
            ranked = [(file, max(rank, 1)) for file, rank in ranked]
        if choice := _choose_file(ranked, exercise, alone=len(exercises) == 1):
            chosen[exercise] = choice
        elif len(exercises) == 1 and (misnamed := _find_misnamed(ranked, exercise, known)):
            chosen[exercise] = _choose_best(misnamed)
    return chosen


def inspect_file(file: File, exercise: Exercise) -> Contents:
    """Return what a file holds of an exercise; nothing where it cannot be read."""
    try:
        return contents.read_contents(exercise, file.read(), file.name)
    except (OSError, MemoryError):  # whoever grades it tells; choosing goes on with what it can read
        return Contents()


def find_named_exercise(names: Iterable[str], exercises: Sequence[Exercise]) -> Exercise | None:
    """Find the exercise that the first of these names to say one says; None where none does."""
    for name in names:
        if spelled := find_meaning(name, exercises):
            return spelled.exercise
        if number := find_by_number(name, exercises):
            return number
    return None


def _choose_file(ranked: Sequence[tuple[F, int]], exercise: Exercise, *, alone: bool) -> FileChoice[F] | None:
    """Choose the file that counts of those that may be the exercise's; `alone` where no other is asked for."""
    possible = [(file, rank) for file, rank in ranked if rank]
    if len(possible) == 1 and (possible[0][1] > 1 or alone) and not is_test(possible[0][0].name):
        return FileChoice(possible[0][0], "it is the only one")
    candidates = [_make_candidate(file, rank, exercise) for file, rank in ranked if rank]
    if kept := [candidate for candidate in candidates if _may_count(candidate, exercise, alone=alone)]:
        return _choose_best(kept)
    unnamed = [candidate for candidate in candidates if not is_test(candidate.file.name)]
    bases = {
        (*candidate.file.within[:-1], split_copy_number(strip_copy_words(candidate.file.name))[0].casefold())
        for candidate in unnamed
    }
    return _choose_best(unnamed) if alone and len(bases) == 1 else None


def _find_misnamed(
    ranked: Sequence[tuple[F, int]], exercise: Exercise, every: Sequence[Exercise]
) -> list[_Candidate[F]]:
    """Find files that say another exercise but define this one's functions and none of that one's."""
    found = []
    for file, _rank in ranked:
        candidate = _make_candidate(file, 1, exercise)
        named = find_named_exercise(file.within[::-1], every)
        if candidate.holds.written and not (named and candidate.holds.defined & set(named.functions)):
            found.append(candidate)
    return found


def _make_candidate(file: F, rank: int, exercise: Exercise) -> _Candidate[F]:
    """Inspect a file, and make a candidate of it."""
    contents = inspect_file(file, exercise)
    return _Candidate(file, rank, contents, contents.defined >= set(exercise.functions))


def _rank_source(file: File, exercise: Exercise, every: Sequence[Exercise]) -> int:
    """Rank a file by what makes it a candidate: 3 its name, 2 a folder's, 1 what it holds; 0 where it is another's."""
    if named := find_named_exercise(file.within[-1:], every):
        return 3 if named == exercise else 0
    if names_a_number(file.name) and file.within:
        return 0
    if named := find_named_exercise(file.within[-2::-1], every):
        return 2 if named == exercise else 0
    return 1


def _may_count(candidate: _Candidate[F], exercise: Exercise, *, alone: bool) -> bool:
    """Tell whether a file is a hand-in at all: one that nobody named, and a test, must hold the functions."""
    if candidate.rank > 1 and not is_test(candidate.file.name):
        return True
    defined = candidate.holds.defined & set(exercise.functions)
    return bool(defined) if alone or candidate.rank > 1 else len(defined) == len(exercise.functions)


def _choose_best(candidates: Sequence[_Candidate[F]]) -> FileChoice[F]:
    """Choose the file that the first order tells apart from the others."""
    left = list(candidates)
    why = "nothing tells them apart; the first by name"
    for order, tolerance, says in _ORDERS:
        highest = max(map(order, left))
        left = [candidate for candidate in left if order(candidate) >= highest - tolerance]
        if len(left) == 1:
            why = says.format(left[0].file)
            break
    chosen = min(left, key=lambda candidate: candidate.file.path).file
    return FileChoice(chosen, why, tuple(candidate.file for candidate in candidates if candidate.file is not chosen))
