"""What a family promises: ids that are its own, words that tell no code, and coincidences that are accepted."""

from __future__ import annotations

import ast
import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from msgspec.structs import replace

from grader import course
from grader.authoring.breach import Breach
from grader.authoring.places import line_with
from grader.diagnosis import load_families
from grader.diagnosis.answers import TOLERANCES, Answers, compute_answers, compute_answers_unsilenced, fits_variant
from grader.diagnosis.matching import is_right
from grader.misconceptions.toolkit import Family, Idea, Probe, Turn
from grader.misconceptions.toolkit.accepted import Accepted, format_line
from grader.misconceptions.toolkit.lines import Choice, silence_warnings
from grader.model import Exercise
from grader.suites.toolkit.slopes import TAKE_A_SLOPE, find_undescribed, name_callable

_CODE = re.compile(r"[^<>]=[^0-9 ]|==|\*\*|\breturn |np\.|\w\(\w+\)")
"""What gives code away."""


def family_breaches(exercise: Exercise, others: Iterable[Exercise] = ()) -> Iterator[Breach]:
    """Find every promise of the exercise's families that is not kept."""
    yield from _lines(exercise)
    yield from _ids(exercise, others)
    for family in load_families(exercise).values():
        yield from _probes(exercise, family)
        yield from _check_moves(exercise, family)
        yield from _words(exercise, family)
        yield from _advice(exercise, family)
        yield from _coincidences(exercise, family)


# ---- ids ----------------------------------------------------------------------------------------------------


def _lines(exercise: Exercise) -> Iterator[Breach]:
    """Every way belongs to one of the file's ideas, and every idea stands at a line."""
    path = course.locate_file(exercise, "misconceptions")
    if not path.is_file():
        return
    found, text = load_families(exercise), path.read_bytes()
    for name in sorted(set(_named(text)) - {idea.id for family in found.values() for idea in family.ideas}):
        where = line_with(exercise, "misconceptions", f'"{name}"')
        yield Breach(exercise.stem, f"{where}: no idea is called {name}.", "Write its words, or mend its id.")
    for family in found.values():
        for idea in family.ideas:
            if idea.id not in family.lines.written:
                said = (
                    f"{_where(exercise, idea)}: {idea.id} stands at no line of {family.function} that a probe passes."
                )
                yield Breach(exercise.stem, said, "Write its way at the line that it changes.")


def _probes(exercise: Exercise, family: Family) -> Iterator[Breach]:
    """Every probe has a value for every argument, defaults too: what the numbers show is told by their names.

    A student kit holds probes as data, so each function among the arguments is one that data describes.
    """
    wanted = len(family.parameters)
    short = [probe for probe in (*family.probes, *family.advice) if len(probe) != wanted]
    if short:
        said = f"A probe of {family.function} has {len(short[0])} of {wanted} arguments."
        yield Breach(exercise.stem, said, "Write them all, those with a default too.")
    for probe in (*family.probes, *family.advice):
        undescribed = find_undescribed(probe)
        if undescribed is not None:
            where = line_with(exercise, "misconceptions", f"def {family.function}(")
            said = f"holds {name_callable(undescribed)}, a function that no data describes"
            yield Breach(exercise.stem, f"{where}: a probe of {family.function} {said}.", TAKE_A_SLOPE)
            break


def _check_moves(exercise: Exercise, family: Family) -> Iterator[Breach]:
    """List the names in `moves` that are no output, or no argument, of the function."""
    where = line_with(exercise, "misconceptions", f"def {family.function}(")
    for output, argument in family.moves.items():
        for name, names, kind in ((output, family.gives, "output"), (argument, family.parameters, "argument")):
            if name not in names:
                said = f"{where}: `moves` names {name}, and {name} is no {kind} of {family.function}."
                yield Breach(exercise.stem, said, f"Its {kind}s are {', '.join(names)}.")


def _named(text: bytes) -> Iterator[str]:
    """The ids that ways stand under."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Attribute(attr="line"), args=[_, ast.Dict(keys=keys)]):
                yield from (key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def _where(exercise: Exercise, idea: Idea) -> str:
    """The line on which an idea's words begin."""
    return line_with(exercise, "misconceptions", f"{idea.id}: ")


def _ids(exercise: Exercise, others: Iterable[Exercise]) -> Iterator[Breach]:
    """No family has an id twice, and one id means one idea on all shelves."""
    elsewhere = {
        idea.id: (idea.name, function)
        for other in others
        if other != exercise
        for function, family in load_families(other).items()
        for idea in family.ideas
    }
    for function, family in load_families(exercise).items():
        for name, count in Counter(idea.id for idea in family.ideas).items():
            where = _where(exercise, family.get_idea(name))
            if count > 1:
                yield Breach(exercise.stem, f"{where}: {function} has {name} twice.", "Give each idea an id.")
            meant, there = elsewhere.get(name, ("", ""))
            if there and meant != family.get_idea(name).name:
                said = f"{where}: {name} is the id of another idea, of {there}."
                yield Breach(exercise.stem, said, "An id is for ever: choose another.")


def _words(exercise: Exercise, family: Family) -> Iterator[Breach]:
    for idea in family.ideas:
        for said, mend in _wordless(idea):
            yield Breach(exercise.stem, f"{_where(exercise, idea)}: {idea.id} {said}.", mend)


def _wordless(idea: Idea) -> Iterator[tuple[str, str]]:
    if not idea.name:
        yield "has no name", "Call it what the field does."
    if len(idea.says) <= 20:
        yield "does not say what it means for a run", "Write a sentence."
    if _CODE.search(idea.says):
        yield "gives code away", "Say what the idea means for a run, never what to write."
    if idea.kind != "advisory" and not idea.hint.endswith("?"):
        yield "has no question for a hint", "Ask for what one would have to think of."


def _advice(exercise: Exercise, family: Family) -> Iterator[Breach]:
    """An advisory idea passes the probes and shows in the advice."""
    for idea in family.ideas:
        if idea.kind != "advisory":
            continue
        turn, where = Turn({idea.id: 1}), _where(exercise, idea)
        if not is_right(family, [compute_answers(family, probe, turn) for probe in family.probes]):
            yield Breach(exercise.stem, f"{where}: {idea.id} is advisory and wrong on a probe.", "Call it wrong.")
        if not any(_differs(family, probe, turn) for probe in family.advice):
            said = f"{where}: {idea.id} shows on none of the advice's probes."
            yield Breach(exercise.stem, said, "Add one to `advice` on which it shows.")


def _differs(family: Family, probe: Any, turn: Turn) -> bool:
    one, other = (compute_answers(family, probe, way)[0] for way in (turn, Turn()))
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        return one is not other and one != other
    return one.shape != other.shape or not np.allclose(one, other, rtol=1e-4)


# ---- coincidences -------------------------------------------------------------------------------------------


def _coincidences(exercise: Exercise, family: Family) -> Iterator[Breach]:
    where = line_with(exercise, "misconceptions", f"def {family.function}(")
    for line in new_lines(family):
        mend = f"Choose probes that tell them apart, or accept it: grade check {exercise.number} --write"
        yield Breach(exercise.stem, f"{where}: {line} on every probe.", mend)
    for line in stale_lines(family):
        said = f"{where}: it is accepted that {line}, and the probes say otherwise."
        yield Breach(exercise.stem, said, f"Write what is found: grade check {exercise.number} --write")


def coincidences(family: Family) -> Accepted:
    """Find what no probe tells apart: which ideas hide others, and sets of up to two ideas with the same numbers."""
    groups = _same_numbers(family)
    hides: dict[str, set[str]] = defaultdict(set)
    for alike in groups:
        alone = {choice[0][0] for choice in alike if len(choice) == 1}
        for (one, _), (other, _) in (choice for choice in alike if len(choice) == 2):
            if one in alone or other in alone:
                hides[one if one in alone else other].add(other if one in alone else one)
    held = Accepted((), {idea: frozenset(others) for idea, others in hides.items()})
    for sets in sorted((set(map(_ideas, alike)) for alike in groups), key=_by_sizes):
        if not held.are_alike(sets):
            # What is hidden is left out where that is alike as well: an idea may hide another in one form only.
            seen = frozenset(held.drop_hidden(one) if held.drop_hidden(one) in sets else one for one in sets)
            held = replace(held, same=(*held.same, seen))
    return held


def _by_sizes(sets: Iterable[frozenset[str]]) -> tuple[list[int], str]:
    return sorted(map(len, sets)), format_line(sets)


def _same_numbers(family: Family) -> list[list[Choice]]:
    """The choices of up to two ideas that have the same numbers on every probe, together."""
    together = [[choice for size in (0, 1, 2) for choice in family.iterate_choices(size)]]
    with silence_warnings():
        for probe in family.probes:
            together = [alike for choices in together for alike in _split(family, probe, choices)]
    return together


def _split(family: Family, probe: Probe, choices: Sequence[Choice]) -> Iterator[list[Choice]]:
    """Those that have the same numbers on this probe; whatever is alone needs no other probe."""
    alike: dict[Any, list[Choice]] = defaultdict(list)
    for choice in choices:
        alike[_key(compute_answers_unsilenced(family, probe, Turn(dict(choice))))].append(choice)
    return (found for found in alike.values() if len(found) > 1)


def new_lines(family: Family) -> list[str]:
    """List what is found and not accepted, each in words."""
    now, known = coincidences(family), family.accepted
    hidden = [f"{other} does not show behind {one}" for one, other in _pairs(now) if not known.hides_idea(one, other)]
    return hidden + [
        f"{format_line(group)}: they have the same numbers" for group in now.same if not known.are_alike(group)
    ]


def stale_lines(family: Family) -> list[str]:
    """List what is accepted although the probes tell it apart in all forms, each in words."""
    ways = defaultdict(list)
    for size in (0, 1, 2):
        for choice in family.iterate_choices(size):
            ways[_ideas(choice)].append(choice)
    pairs = [({one}, {one, other}) for one, other in _pairs(family.accepted)]
    hidden = [f"{format_line(map(frozenset, pair))}" for pair in pairs if _is_apart(family, map(frozenset, pair), ways)]
    return hidden + [format_line(group) for group in family.accepted.same if _is_apart(family, group, ways)]


def _pairs(held: Accepted) -> list[tuple[str, str]]:
    """Who hides whom."""
    return [(one, other) for one, others in sorted(held.hides.items()) for other in sorted(others)]


def _is_apart(family: Family, group: Iterable[frozenset[str]], ways: dict[frozenset[str], list[Choice]]) -> bool:
    known = [choice for one in group for choice in ways[one]]
    pairs = [(one, other) for one, other in combinations(known, 2) if _ideas(one) != _ideas(other)]
    return not any(_agree(_answers(family, one), _answers(family, other)) for one, other in pairs)


def _agree(answers: list[Answers], others: list[Answers]) -> bool:
    loosest = TOLERANCES[-1]
    return all(
        fits_variant(one, other, loosest, guarded=False) or fits_variant(other, one, loosest, guarded=False)
        for one, other in zip(answers, others, strict=True)
    )


@functools.cache
def _answers(family: Family, choice: Choice) -> list[Answers]:
    return [compute_answers(family, probe, Turn(dict(choice))) for probe in family.probes]


def _ideas(choice: Choice) -> frozenset[str]:
    return frozenset(idea for idea, _form in choice)


def _key(answers: Answers) -> tuple[Any, ...]:
    """Answers as something to sort by: alike to six digits."""
    return tuple(map(_digits, answers))


def _digits(answer: Any) -> Any:
    if answer is None or isinstance(answer, str):
        return answer
    sizes = np.abs(answer)
    with np.errstate(divide="ignore"):
        unit = np.where(sizes > 0, 10.0 ** (np.floor(np.log10(sizes)) - 5), 1.0)
    return answer.shape, tuple((np.round(answer / unit) * unit).ravel().tolist())
