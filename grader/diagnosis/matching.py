"""Which smallest set of wrong turns reproduces every number: tried, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from grader.diagnosis.answers import TOLERANCES, Answer, Answers, close, imagined
from grader.diagnosis.cuts import is_cut
from grader.misconceptions.toolkit import Family, Turn
from grader.misconceptions.toolkit.family import Choice

MOST_TRIPLES = 4000
"""Sets of three are tried where there are no more than this."""
LOOSE = TOLERANCES[-1]
ENOUGH = 2
"""Probes on which a variant must be defined before its agreement counts."""


@dataclass(frozen=True, slots=True)
class Match:
    """The sets of one size that all reproduce the numbers."""

    choices: tuple[Choice, ...]

    @property
    def sets(self) -> tuple[frozenset[str], ...]:
        """The ideas of each set, forms aside, each once."""
        return tuple(dict.fromkeys(frozenset(idea for idea, _ in choice) for choice in self.choices))


def match(family: Family, answers: Sequence[Answers]) -> Match | None:
    """The smallest sets of wrong turns with the numbers of `answers` on every probe; None where there are none.

    The tightest closeness that any set reaches decides first, then the size of the set: numbers met to the
    last digit by two turns are not explained by one that meets four of them.
    """
    near = [choice for choice in _alone_and_in_pairs(family) if fits(family, answers, choice, LOOSE)]
    for tolerance in TOLERANCES:
        close_by = [choice for choice in near if fits(family, answers, choice, tolerance)]
        for size in (1, 2):
            found = tuple(choice for choice in close_by if len(choice) == size)
            if found:
                return Match(found)
    if not _cheap(family):
        return None
    found = tuple(choice for choice in family.choices(3) if fits(family, answers, choice, TOLERANCES[1]))
    return Match(found) if found else None


def is_right(family: Family, answers: Sequence[Answers]) -> bool:
    """Whether every answer is the right one."""
    return fits(family, answers, (), LOOSE)


def fits(family: Family, answers: Sequence[Answers], choice: Choice, tolerance: tuple[float, float]) -> bool:
    """Whether a variant gives these answers wherever it is defined, and is defined often enough to tell."""
    ideas = [family.idea(idea) for idea, _ in choice]
    guarded = any(idea.guarded for idea in ideas)
    if any(idea.prefix for idea in ideas):
        whole = tuple(turn for turn, idea in zip(choice, ideas, strict=True) if not idea.prefix)
        return _fits_cut(family, answers, whole, tolerance, guarded=guarded)
    defined = 0
    for place, found in enumerate(answers):
        wanted = _known(family, place, choice)
        if not agree(found, wanted, tolerance, guarded=guarded):
            return False
        defined += all(one is not None for one in wanted)
    return defined >= min(ENOUGH, len(family.probes))


def _fits_cut(
    family: Family, answers: Sequence[Answers], whole: Choice, tolerance: tuple[float, float], *, guarded: bool
) -> bool:
    """Whether these are the answers of `whole`, at least one of them ended where its run had settled."""
    cuts = 0
    for place, found in enumerate(answers):
        wanted = _known(family, place, whole)
        if agree(found, wanted, tolerance, guarded=guarded):
            continue
        if not all(is_cut(one, other, tolerance) for one, other in _pairs(found, wanted)):
            return False
        cuts += 1
    return cuts > 0


@cache
def _known(family: Family, place: int, choice: Choice) -> Answers:
    """What a variant answers to a probe: the same for every student."""
    return imagined(family, family.probes[place], Turn(dict(choice)))


@cache
def _alone_and_in_pairs(family: Family) -> tuple[Choice, ...]:
    return (*family.choices(1), *family.choices(2))


def agree(found: Answers, wanted: Answers, tolerance: tuple[float, float], *, guarded: bool) -> bool:
    """Whether a student's outputs of one probe are a variant's."""
    if None in _kinds(wanted) and (guarded or all(one is None for one in found)):
        # Nobody's numbers decide where the idea itself has none: a guard there is the student's own, and an
        # exception takes all outputs with it.
        return all(one is None or other is None or close(one, other, tolerance) for one, other in _pairs(found, wanted))
    return all((one is None and other is None) or close(one, other, tolerance) for one, other in _pairs(found, wanted))


def _pairs(found: Answers, wanted: Answers) -> list[tuple[Answer, Answer]]:
    return list(zip(found, wanted, strict=True))


def _kinds(answers: Answers) -> list[object]:
    return [None if one is None else True for one in answers]


def _cheap(family: Family) -> bool:
    count = sum(idea.forms for idea in family.ideas if idea.kind != "advisory")
    return count * (count - 1) * (count - 2) / 6 <= MOST_TRIPLES
