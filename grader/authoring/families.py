"""What a family promises: ids that are its own, words that tell no code, and coincidences that are declared."""

from __future__ import annotations

import ast
import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

import numpy as np

from grader import course
from grader.authoring.breach import Breach
from grader.authoring.places import line_with
from grader.diagnosis import family_of
from grader.diagnosis.answers import TOLERANCES, Answers, agree, imagined
from grader.diagnosis.matching import is_right
from grader.misconceptions.toolkit import Family, Idea, Turn
from grader.misconceptions.toolkit.family import Choice
from grader.model import Exercise

_CODE = re.compile(r"[^<>]=[^0-9 ]|==|\*\*|\breturn |np\.|\w\(\w+\)")
"""What gives code away."""
Group = tuple[frozenset[str], ...]
"""Sets of ideas with the same numbers on every probe."""


def family_breaches(exercise: Exercise, others: Iterable[Exercise] = ()) -> Iterator[Breach]:
    """Find every promise of the exercise's families that is not kept."""
    yield from _unknown_turns(exercise)
    yield from _ids(exercise, others)
    for family in family_of(exercise).values():
        yield from _words(exercise, family)
        yield from _advice(exercise, family)
        yield from _coincidences(exercise, family)


# ---- ids ----------------------------------------------------------------------------------------------------


def _unknown_turns(exercise: Exercise) -> Iterator[Breach]:
    """Every turn that is asked for is one of the file's ideas."""
    path = course.file_of(exercise, "misconceptions")
    known = {idea.id for family in family_of(exercise).values() for idea in family.ideas}
    if not path.is_file():
        return
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Call(func=ast.Name(id="turn"), args=[ast.Constant(value=str(name))]) if name not in known:
                where = line_with(exercise, "misconceptions", f'turn("{name}")')
                yield Breach(exercise.stem, f"{where}: no idea is called {name}.", "Declare it, or mend its id.")


def _ids(exercise: Exercise, others: Iterable[Exercise]) -> Iterator[Breach]:
    """No family has an id twice, and one id means one idea on all shelves."""
    elsewhere = {
        idea.id: (idea.name, function)
        for other in others
        if other != exercise
        for function, family in family_of(other).items()
        for idea in family.ideas
    }
    for function, family in family_of(exercise).items():
        for name, count in Counter(idea.id for idea in family.ideas).items():
            where = line_with(exercise, "misconceptions", f'"{name}"')
            if count > 1:
                yield Breach(exercise.stem, f"{where}: {function} has {name} twice.", "Give each idea an id.")
            meant, there = elsewhere.get(name, ("", ""))
            if there and meant != family.idea(name).name:
                said = f"{where}: {name} is the id of another idea, of {there}."
                yield Breach(exercise.stem, said, "An id is for ever: choose another.")
        ids = {idea.id for idea in family.ideas}
        for name in sorted({one for group in family.same for held in group for one in held} - ids):
            where = line_with(exercise, "misconceptions", f'"{name}"')
            yield Breach(exercise.stem, f"{where}: `same` of {function} names {name}, which it has not.", "Mend it.")


def _words(exercise: Exercise, family: Family) -> Iterator[Breach]:
    for idea in family.ideas:
        for said, mend in _wordless(idea):
            where = line_with(exercise, "misconceptions", f'"{idea.id}"')
            yield Breach(exercise.stem, f"{where}: {idea.id} {said}.", mend)


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
        turn, where = Turn({idea.id: 1}), line_with(exercise, "misconceptions", f'"{idea.id}"')
        if not is_right(family, [imagined(family, probe, turn) for probe in family.probes]):
            yield Breach(exercise.stem, f"{where}: {idea.id} is advisory and wrong on a probe.", "Call it wrong.")
        if not any(_differs(family, probe, turn) for probe in family.advice):
            said = f"{where}: {idea.id} shows on none of the advice's probes."
            yield Breach(exercise.stem, said, "Add one to `advice` on which it shows.")


def _differs(family: Family, probe: Any, turn: Turn) -> bool:
    one, other = (imagined(family, probe, way)[0] for way in (turn, Turn()))
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        return one is not other and one != other
    return one.shape != other.shape or not np.allclose(one, other, rtol=1e-4)


# ---- coincidences -------------------------------------------------------------------------------------------


def _coincidences(exercise: Exercise, family: Family) -> Iterator[Breach]:
    where = line_with(exercise, "misconceptions", f"def {family.function}(")
    for group in undeclared(family):
        said = f"{where}: {written([group])} have the same numbers on every probe."
        mend = "Choose probes that tell them apart, let one hide the other, or accept it: grade check --write"
        yield Breach(exercise.stem, said, mend)
    for group in told_apart(family):
        said = f"{where}: the probes tell {written([group])} apart."
        yield Breach(exercise.stem, said, "Take it out of `same`.")


def undeclared(family: Family) -> list[Group]:
    """List the sets of up to two ideas that look alike on every probe without being declared to."""
    found: dict[Any, list[Choice]] = defaultdict(list)
    for size in (0, 1, 2):
        for choice in family.choices(size):
            found[_key(_answers(family, choice))].append(choice)
    groups = [{_ideas(choice) for choice in alike} for alike in found.values()]
    shown = [{family.seen(one) for one in sets} for sets in groups if not family.alike(sets)]
    return sorted({tuple(sorted(one, key=lambda held: (len(held), sorted(held)))) for one in shown}, key=repr)


def told_apart(family: Family) -> list[Group]:
    """List the declared coincidences that the probes tell apart in all forms."""
    ways = defaultdict(list)
    for size in (0, 1, 2):
        for choice in family.choices(size):
            ways[_ideas(choice)].append(choice)
    return [tuple(sorted(group, key=sorted)) for group in family.same if _is_apart(family, group, ways)]


def written(groups: Iterable[Group]) -> str:
    """Write coincidences as a family file has them."""
    return ", ".join("(" + ", ".join(map(_set, group)) + ")" for group in groups)


def _set(ideas: frozenset[str]) -> str:
    return "(" + "".join(f'"{name}", ' for name in sorted(ideas)).rstrip(" " if len(ideas) == 1 else ", ") + ")"


def _is_apart(family: Family, group: frozenset[frozenset[str]], ways: dict[frozenset[str], list[Choice]]) -> bool:
    known = [choice for one in group for choice in ways[one]]
    pairs = [(one, other) for one, other in combinations(known, 2) if _ideas(one) != _ideas(other)]
    return len(known) > 1 and not any(_agree(_answers(family, one), _answers(family, other)) for one, other in pairs)


def _agree(answers: list[Answers], others: list[Answers]) -> bool:
    loosest = TOLERANCES[-1]
    return all(
        agree(one, other, loosest, guarded=False) or agree(other, one, loosest, guarded=False)
        for one, other in zip(answers, others, strict=True)
    )


@functools.cache
def _answers(family: Family, choice: Choice) -> list[Answers]:
    return [imagined(family, probe, Turn(dict(choice))) for probe in family.probes]


def _ideas(choice: Choice) -> frozenset[str]:
    return frozenset(idea for idea, _form in choice)


def _key(answers: list[Answers]) -> tuple[Any, ...]:
    """Answers as something to sort by: alike to six digits."""
    return tuple(_digits(one) for probe in answers for one in probe)


def _digits(answer: Any) -> Any:
    if answer is None or isinstance(answer, str):
        return answer
    sizes = np.abs(answer)
    with np.errstate(divide="ignore"):
        unit = np.where(sizes > 0, 10.0 ** (np.floor(np.log10(sizes)) - 5), 1.0)
    return answer.shape, tuple((np.round(answer / unit) * unit).ravel().tolist())
