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
from grader.misconceptions.toolkit.lines import Choice, silenced

MOST_TRIPLES = 4000
"""Sets of three are tried where there are no more turns than give this."""
MOST_VARIANTS = 2**14
"""Answers of variants that are kept to be compared again."""
LOOSE = len(TOLERANCES) - 1
FEW = 12
"""Sets that are left to be tried one by one, where it takes no longer to ask all sets."""
MANY = 100
"""Sets that are left to be tried one by one, however many sets there are."""
CHEAP = 1500
"""Of so many sets all are soon asked."""
MOST_LOOKED_AT = 4
"""Probes that all sets of one size are asked."""
ENOUGH = 2
"""Probes on which a variant must be defined before its agreement counts."""


class Match(Struct, frozen=True):
    """The sets of one size that all reproduce the numbers."""

    choices: tuple[Choice, ...]

    @property
    def sets(self) -> tuple[frozenset[str], ...]:
        """The ideas of each set, forms aside, each once."""
        return tuple(dict.fromkeys(frozenset(idea for idea, _ in choice) for choice in self.choices))


def find_match(family: Family, answers: Sequence[Answers]) -> Match | None:
    """The smallest sets of wrong turns with the numbers of `answers` on every probe; None where there are none.

    The tightest closeness that any set reaches decides first, then the size of the set: numbers met to the
    last digit by two turns are not explained by one that meets four of them.
    """
    order = _telling(family, answers)
    near = _near(family, answers, 1, order)
    if not any(level == 0 for level, _ in near):
        near += _near(family, answers, 2, order)
    if not near and _cheap(family):
        near = [(level, choice) for level, choice in _near(family, answers, 3, order) if level < LOOSE]
    if not near:
        return None
    best = min((level, len(choice)) for level, choice in near)
    return Match(tuple(choice for level, choice in near if (level, len(choice)) == best))


def is_right(family: Family, answers: Sequence[Answers]) -> bool:
    """Whether every answer is the right one."""
    return measure_closeness(family, answers, (), range(len(family.probes))) is not None


def measure_closeness(family: Family, answers: Sequence[Answers], choice: Choice, order: Iterable[int]) -> int | None:
    """How tightly a variant gives these answers: a place in TOLERANCES; None where it does not.

    It must give them wherever it is defined, be defined often enough to tell, and not be excused by a guard of
    the student's own on half of the probes.
    """
    ideas = [family.idea(idea) for idea, _ in choice]
    guarded = any(idea.guarded for idea in ideas)
    # What is cut short is compared with the whole run.
    cut_short = any(idea.prefix for idea in ideas)
    taken = tuple(one for idea, one in zip(ideas, choice, strict=True) if not idea.prefix)
    level = defined = cuts = unsaid = 0
    for place in order:
        wanted = _of_variant(family, place, taken) if taken else compute_right_answers(family)[place]
        if cut_short and all(is_cut(*pair) for pair in zip(answers[place], wanted, strict=True)):
            cuts += 1
            continue
        while not fits_variant(answers[place], wanted, TOLERANCES[level], guarded=guarded):
            level += 1
            if level > LOOSE:
                return None
        whole = all(one is not None for one in wanted)
        defined += whole
        unsaid += guarded and not whole
    told = defined >= min(ENOUGH, len(family.probes)) and 2 * unsaid < len(family.probes) and bool(cuts) == cut_short
    return level if told else None


@lru_cache(maxsize=MOST_VARIANTS)
def _of_variant(family: Family, place: int, taken: Choice) -> Answers:
    """What a set of wrong turns answers to a probe; the same few sets are near for many submissions of a class."""
    return compute_answers_unsilenced(family, family.probes[place], Turn(dict(taken)))


def _telling(family: Family, answers: Sequence[Answers]) -> list[int]:
    """The probes, those with a wrong answer first: there most variants drop out at the first look."""
    held = [
        fits_variant(found, wanted, TOLERANCES[LOOSE], guarded=False)
        for found, wanted in zip(answers, compute_right_answers(family), strict=True)
    ]
    return sorted(range(len(held)), key=lambda place: (held[place], place))


def _near(family: Family, answers: Sequence[Answers], size: int, order: Sequence[int]) -> list[tuple[int, Choice]]:
    """Every set of one size that gives these answers, with its closeness."""
    places = _looked_at(family, size)
    left = _not_ruled_out(family, answers, size, places)
    first = build_column(family, places[0], size)
    # Those that stop a run are always left.
    enough = (FEW if len(first.choices) <= CHEAP else MANY) + int(first.cut_short.sum())
    for place in order:
        if len(left) <= enough or len(places) == MOST_LOOKED_AT:
            break
        if place not in places:
            places.append(place)
            left = _not_ruled_out(family, answers, size, places)
    with silenced():
        levels = [(measure_closeness(family, answers, choice, order), choice) for choice in left]
    return [(level, choice) for level, choice in levels if level is not None]


@lru_cache(maxsize=64)
def _looked_at(_family: Family, _size: int) -> list[int]:
    """The probes for which the answers of all sets are at hand: the first, and those that others have asked for."""
    return [0]


def _not_ruled_out(family: Family, answers: Sequence[Answers], size: int, places: Sequence[int]) -> list[Choice]:
    """The sets of one size that none of these probes rules out."""
    found = [build_column(family, place, size).select_possible(answers[place], TOLERANCES[LOOSE]) for place in places]
    choices = build_column(family, places[0], size).choices
    return [choices[number] for number in np.flatnonzero(np.logical_and.reduce(found))]


def list_sizes_tried(family: Family) -> tuple[int, ...]:
    """How many turns at once a search ever looks for."""
    return (1, 2, 3) if _cheap(family) else (1, 2)


def _cheap(family: Family) -> bool:
    if family.reads:
        # What is read off drawn numbers is too coarse to tell three ideas from others.
        return False
    count = sum(len(family.forms(idea.id)) for idea in family.ideas if idea.kind != "advisory" and not idea.alone)
    return count * (count - 1) * (count - 2) / 6 <= MOST_TRIPLES
