"""Which smallest set of wrong turns reproduces every number: tried, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from grader.diagnosis.answers import (
    TOLERANCES,
    Answers,
    compute_answers_unsilenced,
    compute_right_answers,
    fits_variant,
)
from grader.diagnosis.cuts import is_cut
from grader.diagnosis.variant_table import build_column
from grader.misconceptions.toolkit import Family, Turn
from grader.misconceptions.toolkit.lines import Choice, silence_warnings

MAX_TRIPLES = 4000
"""Sets of three are tried in a family that has at most so many of them."""
MAX_VARIANTS = 2**14
"""Answers of variants that are kept to be compared again."""
LOOSE = len(TOLERANCES) - 1
FEW = 12
"""Sets that are left to be tried one by one, where it takes no longer to ask all sets."""
MANY = 100
"""Sets that are left to be tried one by one, however many sets there are."""
CHEAP = 1500
"""Up to so many sets, to ask all of them takes no time."""
MAX_TABLED_PROBES = 4
"""Probes that all sets of one size are asked."""
ENOUGH = 2
"""Probes on which a variant must be defined before its agreement counts."""

# By family and size, the probes to which the answers of all sets are at hand: the first, and those that an earlier
# search needed. So what is listed here, and in which order, depends on what was searched before; the result of a search
# does not. A probe of this list only rules out sets that cannot reproduce its answer, and every set that is left is
# held against all probes. Other probes here mean more or fewer sets to try, never another match.
_tabled_probes: dict[tuple[Family, int], list[int]] = {}


class Match(Struct, frozen=True):
    """The sets of one size that all reproduce the numbers."""

    choices: tuple[Choice, ...]

    @property
    def sets(self) -> tuple[frozenset[str], ...]:
        """The ideas of each set, each set once: two forms of an idea are the same here."""
        return tuple(dict.fromkeys(frozenset(idea for idea, _ in choice) for choice in self.choices))


def find_match(family: Family, answers: Sequence[Answers]) -> Match | None:
    """Find the smallest sets of wrong turns that give `answers` on every probe; None where there are none.

    The tightest closeness that any set reaches decides first, then the size of the set: numbers met to the
    last digit by two turns are not explained by one that meets four of them.
    """
    order = _sort_probes(family, answers)
    near = _collect_near_sets(family, answers, 1, order)
    if not any(level == 0 for level, _ in near):
        near += _collect_near_sets(family, answers, 2, order)
    if not near and _can_try_triples(family):
        near = [(level, choice) for level, choice in _collect_near_sets(family, answers, 3, order) if level < LOOSE]
    if not near:
        return None
    best = min((level, len(choice)) for level, choice in near)
    return Match(tuple(choice for level, choice in near if (level, len(choice)) == best))


def is_right(family: Family, answers: Sequence[Answers]) -> bool:
    """Tell whether every answer is the right one."""
    return measure_closeness(family, answers, (), range(len(family.probes))) is not None


def measure_closeness(family: Family, answers: Sequence[Answers], choice: Choice, order: Iterable[int]) -> int | None:
    """Return the index in TOLERANCES of the tightest one within which a variant gives these answers, or None.

    It must give them wherever it is defined, be defined often enough to tell, and not be excused by a guard of
    the student's own on half of the probes. `order` holds the indices of all probes.
    """
    ideas = [family.get_idea(idea) for idea, _ in choice]
    guarded = any(idea.guarded for idea in ideas)
    # What is cut short is compared with the whole run.
    cut_short = any(idea.prefix for idea in ideas)
    taken = tuple(pick for idea, pick in zip(ideas, choice, strict=True) if not idea.prefix)
    level = defined = cuts = undefined = 0
    for index in order:
        variant = _compute_variant(family, index, taken) if taken else compute_right_answers(family)[index]
        if cut_short and all(is_cut(*pair) for pair in zip(answers[index], variant, strict=True)):
            cuts += 1
            continue
        while not fits_variant(answers[index], variant, TOLERANCES[level], guarded=guarded):
            level += 1
            if level > LOOSE:
                return None
        whole = all(output is not None for output in variant)
        defined += whole
        undefined += guarded and not whole
    suffices = (
        defined >= min(ENOUGH, len(family.probes)) and 2 * undefined < len(family.probes) and bool(cuts) == cut_short
    )
    return level if suffices else None


@lru_cache(maxsize=MAX_VARIANTS)
def _compute_variant(family: Family, index: int, taken: Choice) -> Answers:
    """Compute what a set of wrong turns answers to a probe; the same few sets are near for many of a class."""
    return compute_answers_unsilenced(family, family.probes[index], Turn(dict(taken)))


def _sort_probes(family: Family, answers: Sequence[Answers]) -> list[int]:
    """Return the indices of the probes, those with a wrong answer first: they rule out most variants at once."""
    is_fine = [
        fits_variant(mine, right, TOLERANCES[LOOSE], guarded=False)
        for mine, right in zip(answers, compute_right_answers(family), strict=True)
    ]
    return sorted(range(len(is_fine)), key=lambda index: (is_fine[index], index))


def _collect_near_sets(
    family: Family, answers: Sequence[Answers], size: int, order: Sequence[int]
) -> list[tuple[int, Choice]]:
    """Collect every set of one size that gives these answers, each with its closeness."""
    tabled = _tabled_probes.setdefault((family, size), [0])
    left = _filter_sets(family, answers, size, tabled)
    first = build_column(family, tabled[0], size)
    # Those that stop a run are always left.
    enough = (FEW if len(first.choices) <= CHEAP else MANY) + int(first.cut_short.sum())
    for index in order:
        if len(left) <= enough or len(tabled) == MAX_TABLED_PROBES:
            break
        if index not in tabled:
            tabled.append(index)
            left = _filter_sets(family, answers, size, tabled)
    with silence_warnings():
        levels = [(measure_closeness(family, answers, choice, order), choice) for choice in left]
    return [(level, choice) for level, choice in levels if level is not None]


def _filter_sets(family: Family, answers: Sequence[Answers], size: int, tabled: Sequence[int]) -> list[Choice]:
    """Return the sets of one size that none of the probes at these indices rules out."""
    possible = [
        build_column(family, index, size).select_possible(answers[index], TOLERANCES[LOOSE]) for index in tabled
    ]
    choices = build_column(family, tabled[0], size).choices
    return [choices[number] for number in np.flatnonzero(np.logical_and.reduce(possible))]


def list_sizes_tried(family: Family) -> tuple[int, ...]:
    """List the sizes of sets that a search ever looks for."""
    return (1, 2, 3) if _can_try_triples(family) else (1, 2)


def _can_try_triples(family: Family) -> bool:
    """Tell whether a family is small enough that sets of three are tried."""
    if family.reads:
        # What is read off drawn numbers is too coarse to tell three ideas from others.
        return False
    count = sum(len(family.list_forms(idea.id)) for idea in family.ideas if idea.kind != "advisory" and not idea.alone)
    return count * (count - 1) * (count - 2) / 6 <= MAX_TRIPLES
