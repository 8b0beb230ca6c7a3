"""What a family promises: ids that are its own, words that tell no code, and coincidences that are accepted."""

from __future__ import annotations

import ast
import functools
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from itertools import combinations
from typing import Any

import numpy as np
from msgspec.structs import replace

from grader import course
from grader.authoring.breach import Breach, find_line
from grader.diagnosis import load_families
from grader.diagnosis.answers import TOLERANCES, Answers, compute_answers, fits_variant
from grader.diagnosis.matching import is_right
from grader.diagnosis.variant_table import find_set_answers
from grader.misconceptions.toolkit import Family, Idea, Turn
from grader.misconceptions.toolkit.accepted import Accepted, format_line
from grader.misconceptions.toolkit.family import list_choices
from grader.misconceptions.toolkit.lines import Choice, silence_warnings
from grader.model import Exercise
from grader.suites.toolkit.slopes import TAKE_A_SLOPE, find_undescribed, name_callable

_Place = tuple[int, int]
"""Of a set of ideas: how many there are, and its place among the sets of that size."""
_CODE = re.compile(r"[^<>]=[^0-9 ]|==|\*\*|\breturn |np\.|\w\(\w+\)")
"""What gives code away."""


def find_causes(exercise: Exercise, family: Family) -> Iterator[Breach]:
    """Find why a family cannot be asked as it is: a probe that is none, too few names or too many.

    Dozens of breaches would follow from each of them.
    """
    where = find_line(exercise, "misconceptions", f"def {family.function}(")
    breaches = list(_check_probes(exercise, family))
    if breaches:
        yield from breaches
        return
    for number, probe in enumerate((*family.probes, *family.advice), 1):
        words = next((value for value in probe if isinstance(value, str)), None)
        if words is not None:
            what = f"{where}: probe {number} of {family.function} holds {words!r}"
            yield Breach(exercise.stem, f"{what}, which no table can hold.", "Give it numbers, flags or arrays.")
            return
        with silence_warnings():
            try:
                value = family.run(*probe, turn=Turn())
            except (ArithmeticError, ValueError, IndexError):
                continue
            except Exception as error:  # a family is somebody's code
                what = f"{where}: probe {number} of {family.function} makes the right way raise {type(error).__name__}"
                yield Breach(exercise.stem, f"{what}: {error}.", "Give the probe arguments that a right program takes.")
                return
        count = len(value) if isinstance(value, tuple) else 1
        if not family.reads and count != len(family.gives):
            names = f"`gives` names {len(family.gives)}: {', '.join(family.gives)}"
            what = f"{where}: {family.function} returns {count} values, and {names}."
            yield Breach(exercise.stem, what, "Name each output once, as the stub writes it.")
            return


def find_family_breaches(
    exercise: Exercise, others: Iterable[Exercise] = (), faulty: Container[str] = ()
) -> Iterator[Breach]:
    """Find every promise of the exercise's families that is not kept; `faulty` ones are not asked."""
    yield from _check_lines(exercise)
    yield from _check_ids(exercise, others)
    for family in load_families(exercise).values():
        if family.function in faulty:
            continue
        yield from _check_moves(exercise, family)
        yield from _check_words(exercise, family)
        yield from _check_advice(exercise, family)
        yield from _check_coincidences(exercise, family)


# ---- ids ----------------------------------------------------------------------------------------------------


def _check_lines(exercise: Exercise) -> Iterator[Breach]:
    """Check that every way belongs to one of the file's ideas, and that every idea stands at a line."""
    path = course.locate_file(exercise, "misconceptions")
    if not path.is_file():
        return
    families, text = load_families(exercise), path.read_bytes()
    for name in sorted(
        set(_iterate_named_ids(text)) - {idea.id for family in families.values() for idea in family.ideas}
    ):
        where = find_line(exercise, "misconceptions", f'"{name}"')
        yield Breach(exercise.stem, f"{where}: no idea is called {name}.", "Write its words, or mend its id.")
    for family in families.values():
        for idea in family.ideas:
            if idea.id not in family.lines.written:
                where = _locate_idea(exercise, idea)
                what = f"{where}: {idea.id} stands at no line of {family.function} that a probe passes."
                yield Breach(exercise.stem, what, "Write its way at the line that it changes.")


def _check_probes(exercise: Exercise, family: Family) -> Iterator[Breach]:
    """Check that every probe has a value for every argument, defaults too: symptoms name arguments by their place.

    A student kit holds probes as data, so each function among the arguments is one that data describes.
    """
    expected = len(family.parameters)
    short = [probe for probe in (*family.probes, *family.advice) if len(probe) != expected]
    if short:
        what = f"A probe of {family.function} has {len(short[0])} of {expected} arguments."
        yield Breach(exercise.stem, what, "Write them all, those with a default too.")
    for probe in (*family.probes, *family.advice):
        undescribed = find_undescribed(probe)
        if undescribed is not None:
            where = find_line(exercise, "misconceptions", f"def {family.function}(")
            problem = f"holds {name_callable(undescribed)}, a function that no data describes"
            yield Breach(exercise.stem, f"{where}: a probe of {family.function} {problem}.", TAKE_A_SLOPE)
            break


def _check_moves(exercise: Exercise, family: Family) -> Iterator[Breach]:
    """Check that `moves` names outputs and arguments of the function."""
    where = find_line(exercise, "misconceptions", f"def {family.function}(")
    for output, argument in family.moves.items():
        for name, names, kind in ((output, family.gives, "output"), (argument, family.parameters, "argument")):
            if name not in names:
                what = f"{where}: `moves` names {name}, and {name} is no {kind} of {family.function}."
                yield Breach(exercise.stem, what, f"Its {kind}s are {', '.join(names)}.")


def _iterate_named_ids(text: bytes) -> Iterator[str]:
    """Yield the ids that ways stand under in the text of a family file."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Attribute(attr="line"), args=[_, ast.Dict(keys=keys)]):
                yield from (key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def _locate_idea(exercise: Exercise, idea: Idea) -> str:
    """Return the file and line on which an idea's words begin."""
    return find_line(exercise, "misconceptions", f"{idea.id}: ")


def _check_ids(exercise: Exercise, others: Iterable[Exercise]) -> Iterator[Breach]:
    """Check that no family has an id twice, and that one id means one idea on all shelves."""
    elsewhere = {
        idea.id: (idea.name, function)
        for other in others
        if other != exercise
        for function, family in load_families(other).items()
        for idea in family.ideas
    }
    for function, family in load_families(exercise).items():
        for name, count in Counter(idea.id for idea in family.ideas).items():
            where = _locate_idea(exercise, family.get_idea(name))
            if count > 1:
                yield Breach(exercise.stem, f"{where}: {function} has {name} twice.", "Give each idea an id.")
            meant, there = elsewhere.get(name, ("", ""))
            if there and meant != family.get_idea(name).name:
                said = f"{where}: {name} is the id of another idea, of {there}."
                yield Breach(exercise.stem, said, "An id is for ever: choose another.")


def _check_words(exercise: Exercise, family: Family) -> Iterator[Breach]:
    """Check the words of every idea."""
    for idea in family.ideas:
        for fault, mend in _iterate_word_faults(idea):
            yield Breach(exercise.stem, f"{_locate_idea(exercise, idea)}: {idea.id} {fault}.", mend)


def _iterate_word_faults(idea: Idea) -> Iterator[tuple[str, str]]:
    """Yield each fault of an idea's words, and how to mend it."""
    if not idea.name:
        yield "has no name", "Call it what the field does."
    if len(idea.says) <= 20:
        yield "does not say what it means for a run", "Write a sentence."
    if _CODE.search(idea.says):
        yield "gives code away", "Say what the idea means for a run, never what to write."
    if idea.kind != "advisory" and not idea.hint.endswith("?"):
        yield "has no question for a hint", "Ask for what one would have to think of."


def _check_advice(exercise: Exercise, family: Family) -> Iterator[Breach]:
    """Check that an advisory idea passes the probes and shows in the advice."""
    for idea in family.ideas:
        if idea.kind != "advisory":
            continue
        turn, where = Turn({idea.id: 1}), _locate_idea(exercise, idea)
        if not is_right(family, [compute_answers(family, probe, turn) for probe in family.probes]):
            yield Breach(exercise.stem, f"{where}: {idea.id} is advisory and wrong on a probe.", "Call it wrong.")
        if not any(_differs(family, probe, turn) for probe in family.advice):
            what = f"{where}: {idea.id} shows on none of the advice's probes."
            yield Breach(exercise.stem, what, "Add one to `advice` on which it shows.")


def _differs(family: Family, probe: Any, turn: Turn) -> bool:
    """Tell whether a turn changes the first answer to a probe."""
    changed, right = (compute_answers(family, probe, taken)[0] for taken in (turn, Turn()))
    if changed is None or right is None or isinstance(changed, str) or isinstance(right, str):
        return changed is not right and changed != right
    return changed.shape != right.shape or not np.allclose(changed, right, rtol=1e-4)


# ---- coincidences -------------------------------------------------------------------------------------------


def _check_coincidences(exercise: Exercise, family: Family) -> Iterator[Breach]:
    """Check that what no probe tells apart is accepted, and that what is accepted is still so."""
    where = find_line(exercise, "misconceptions", f"def {family.function}(")
    for line in list_new_coincidences(family):
        mend = f"Choose probes that tell them apart, or accept it: grade check {exercise.number} --write"
        yield Breach(exercise.stem, f"{where}: {line}.", mend)
    for line in list_stale_coincidences(family):
        what = f"{where}: it is accepted that {line}, and the probes say otherwise."
        yield Breach(exercise.stem, what, f"Write what is found: grade check {exercise.number} --write")


@functools.lru_cache(maxsize=64)
def find_coincidences(family: Family) -> Accepted:
    """Find what no probe tells apart: which ideas hide others, and sets of up to two ideas with the same numbers."""
    groups = _group_same_numbers(family)
    hides: dict[str, set[str]] = defaultdict(set)
    for alike in groups:
        alone = {choice[0][0] for choice in alike if len(choice) == 1}
        for (one, _), (other, _) in (choice for choice in alike if len(choice) == 2):
            if one in alone or other in alone:
                hides[one if one in alone else other].add(other if one in alone else one)
    held = Accepted((), {idea: frozenset(others) for idea, others in hides.items()})
    for sets in sorted((set(map(_collect_ideas, alike)) for alike in groups), key=_make_sort_key):
        if not held.are_alike(sets):
            # What is hidden is left out where that is alike as well: an idea may hide another in one form only.
            seen = frozenset(held.drop_hidden(one) if held.drop_hidden(one) in sets else one for one in sets)
            held = replace(held, same=(*held.same, seen))
    return held


def _make_sort_key(sets: Iterable[frozenset[str]]) -> tuple[list[int], str]:
    return sorted(map(len, sets)), format_line(sets)


def _group_same_numbers(family: Family) -> list[list[Choice]]:
    """Group the choices of up to two ideas that have the same numbers on every probe."""
    choices = [list_choices(family, size) for size in range(3)]
    groups: list[list[_Place]] = [[(size, row) for size, some in enumerate(choices) for row in range(len(some))]]
    for index in range(len(family.probes)):
        if not groups:
            break
        groups = list(_split_by_probe(family, index, groups))
    return [[choices[size][row] for size, row in group] for group in groups]


def _split_by_probe(family: Family, index: int, groups: Iterable[list[_Place]]) -> Iterator[list[_Place]]:
    """Split groups by their numbers on this probe; whatever is alone needs no other probe and is left out."""
    found = [find_set_answers(family, index, size) for size in range(3)]
    read = [functools.cache(lambda number, pool=pool: _round_digits(pool.read_answer(number))) for _, pool in found]
    for group in groups:
        alike: dict[Any, list[_Place]] = defaultdict(list)
        for size, row in group:
            alike[tuple(map(read[size], found[size].which[row].tolist()))].append((size, row))
        yield from (places for places in alike.values() if len(places) > 1)


def list_new_coincidences(family: Family) -> list[str]:
    """List what is found and not accepted, each in words."""
    now, known = find_coincidences(family), family.accepted
    hidden = [
        f"{other} shows behind {one} on no probe"
        for one, other in _list_hiding_pairs(now)
        if not known.hides_idea(one, other)
    ]
    return hidden + [
        f"{format_line(group)}: they have the same numbers on every probe"
        for group in now.same
        if not known.are_alike(group)
    ]


def collect_alike_ideas(family: Family) -> frozenset[str]:
    """Collect the ideas that have the same numbers as others, or as the right way, without being accepted."""
    groups = [group for group in find_coincidences(family).same if not family.accepted.are_alike(group)]
    return frozenset(idea for group in groups for ideas in group for idea in ideas)


def list_stale_coincidences(family: Family) -> list[str]:
    """List what is accepted although the probes tell it apart in all forms, each in words."""
    ways = defaultdict(list)
    for size in (0, 1, 2):
        for choice in family.iterate_choices(size):
            ways[_collect_ideas(choice)].append(choice)
    pairs = [({one}, {one, other}) for one, other in _list_hiding_pairs(family.accepted)]
    hidden = [f"{format_line(map(frozenset, pair))}" for pair in pairs if _is_apart(family, map(frozenset, pair), ways)]
    return hidden + [format_line(group) for group in family.accepted.same if _is_apart(family, group, ways)]


def _list_hiding_pairs(accepted: Accepted) -> list[tuple[str, str]]:
    """List pairs of ideas of which the first hides the second."""
    return [(first, second) for first, others in sorted(accepted.hides.items()) for second in sorted(others)]


def _is_apart(family: Family, group: Iterable[frozenset[str]], ways: dict[frozenset[str], list[Choice]]) -> bool:
    """Tell whether the probes tell apart all forms of these sets."""
    choices = [choice for first in group for choice in ways[first]]
    pairs = [
        (first, second) for first, second in combinations(choices, 2) if _collect_ideas(first) != _collect_ideas(second)
    ]
    return not any(
        _agree(_compute_all_answers(family, first), _compute_all_answers(family, second)) for first, second in pairs
    )


def _agree(answers: list[Answers], others: list[Answers]) -> bool:
    """Tell whether two variants' answers agree within the loosest tolerance on every probe."""
    loosest = TOLERANCES[-1]
    return all(
        fits_variant(answer, other_answer, loosest, guarded=False)
        or fits_variant(other_answer, answer, loosest, guarded=False)
        for answer, other_answer in zip(answers, others, strict=True)
    )


@functools.cache
def _compute_all_answers(family: Family, choice: Choice) -> list[Answers]:
    """Compute what a choice answers to every probe."""
    return [compute_answers(family, probe, Turn(dict(choice))) for probe in family.probes]


def _collect_ideas(choice: Choice) -> frozenset[str]:
    """Return the ideas of a choice, without their forms."""
    return frozenset(idea for idea, _form in choice)


def _round_digits(answer: Any) -> Any:
    """Round an answer to six digits, equal where two are alike to these; None and labels stay as they are."""
    if answer is None or isinstance(answer, str):
        return answer
    # As texts: to round an array of a few numbers takes longer. The sum turns -0.0 into 0.0.
    return answer.shape, tuple(f"{number:.5e}" for number in (answer + 0.0).ravel().tolist())
