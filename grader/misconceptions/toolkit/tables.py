"""Families as tables of numbers: what a student kit holds of them, enough for a diagnosis and no program.

Two files an exercise, side by side. `exercise03_bias_correction.json` has the words and the inputs:

    {"schema": "fallline/families/v2", "functions": {"bias_correct": {
        "parameters": ["moment", "beta", "t"], "gives": ["corrected"], "moves": {},
        "ideas": [{"id": "BC-NONE", "name": …, "says": …, "hint": …, "forms": 1, …}, …],
        "same": [[["BC-NONE"], …], …],
        "sizes": [0, 1, 2, 3],          sets of how many turns are tabled
        "probes": [{"says": "", "arguments": [{"number": 0.8131}, {"float": 0.9}, {"int": 3}]}, …],
        "advice": […], "besides": […],  probes of which only a few answers are needed
        "labels": [["healthy", false], …]}}}   answers that are words; true: any word but this one

`exercise03_bias_correction.npz` has the answers, a few arrays a function (`bias_correct.answers` …):

    answers   (sets, probes · outputs)      which answer, by its place in the list of all answers
    advice    (1 + advisory forms, …)       the same for `advice`: the right way, then each advisory form
    besides   (1, …)                        the same for `besides`: the right way
    numbers   (n,)                          all numbers of all answers, one after the other
    shapes    (k, 1 + axes)                 how many axes an array has, and their lengths

Sets of turns stand in the order of `Family.choices`, size by size. The list of all answers is: 0 for "undefined
here", then the labels, then the arrays in the order of their numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from grader.errors import BrokenShelf
from grader.misconceptions.toolkit import accepted
from grader.misconceptions.toolkit.family import AnyBut, Family, Idea, NotTabled, Probe
from grader.misconceptions.toolkit.lines import Choice, KnownLines
from grader.misconceptions.toolkit.turn import Turn
from grader.suites.toolkit.generators import is_generator, write_generator
from grader.suites.toolkit.slopes import BUILDERS

SCHEMA = "fallline/families/v2"
Answer = NDArray[np.float64] | str | None
Ints = NDArray[np.integer[Any]]


class Table:
    """Answers as a family's function would give them, looked up: of the probes it was made for, and of no others."""

    def __init__(self, family: Family, told: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
        self._told = told
        self._arrays = arrays
        self._family = family
        self._places = {tuple(map(id, probe)): place for place, probe in enumerate(family.probes)}

    def __call__(self, *arguments: Any, turn: Turn) -> Any:
        """What a set of turns answers; ValueError where it is undefined, NotTabled where nobody wrote it down."""
        taken = frozenset(turn.taken.items())
        # The family's own probes are met by the thousand: they are known by the very objects they are made of.
        place = self._places.get(tuple(map(id, arguments)))
        if place is not None and taken in self._rows:
            return self._answer(self._arrays["answers"], self._rows[taken], place)
        known = key_of(arguments)
        for name, rows, columns in self._shelves:
            if known in columns and taken in rows:
                return self._answer(self._arrays[name], rows[taken], columns[known])
        raise NotTabled(f"{self._family.function} has no such numbers in its table")

    def _answer(self, held: Ints, row: int, place: int) -> Any:
        width = len(self._family.gives)
        answers = [self._answers[one] for one in held[row, place * width : (place + 1) * width]]
        if all(one is None for one in answers):
            raise ValueError("undefined")
        return answers[0] if width == 1 else tuple(answers)

    @cached_property
    def _rows(self) -> dict[frozenset[tuple[str, int]], int]:
        return {frozenset(choice): row for row, choice in enumerate(choices(self._family, self._told["sizes"]))}

    @cached_property
    def _shelves(self) -> list[tuple[str, dict[frozenset[tuple[str, int]], int], dict[Any, int]]]:
        """The three kinds of probes: which array, which row a set has in it, which place a probe."""
        advisory = {frozenset(choice): row for row, choice in enumerate(advised(self._family))}
        besides = [probe_of(one) for one in self._told["besides"]]
        return [
            ("answers", self._rows, _places(self._family.probes)),
            ("advice", advisory, _places(self._family.advice)),
            ("besides", {frozenset(): 0}, _places(besides)),
        ]

    @cached_property
    def _answers(self) -> list[Answer]:
        """Every answer there is, in the order of the file."""
        labels = [AnyBut(word) if but else word for word, but in self._told["labels"]]
        shapes = [tuple(int(axis) for axis in row[1 : 1 + row[0]]) for row in self._arrays["shapes"]]
        ends = list(accumulate(int(np.prod(shape)) for shape in shapes))
        cut = np.split(self._arrays["numbers"], ends[:-1]) if shapes else []
        return [None, *labels, *(one.reshape(shape) for one, shape in zip(cut, shapes, strict=True))]


def _places(probes: Sequence[Probe]) -> dict[Any, int]:
    return {key_of(probe): place for place, probe in enumerate(probes)}


def choices(family: Family, sizes: Sequence[int]) -> Iterator[Choice]:
    """The sets of turns that are tabled, in the order of the rows."""
    for size in sizes:
        yield from family.choices(size)


def advised(family: Family) -> Iterator[Choice]:
    """The right way and every advisory form, in the order of the rows of `advice`."""
    yield ()
    for idea in family.ideas:
        if idea.kind == "advisory":
            yield from (((idea.id, form),) for form in family.forms(idea.id))


@cache
def read(path: Path) -> dict[str, Family]:
    """The families of an exercise from the .json and the .npz at `path` (given with any suffix), by function.

    Raises BrokenShelf.
    """
    words, numbers = path.with_suffix(".json"), path.with_suffix(".npz")
    try:
        told = json.loads(words.read_text("utf-8"))
        if told["schema"] != SCHEMA:
            raise ValueError(told["schema"])
        with np.load(numbers, allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
        return {name: _family(name, one, arrays) for name, one in told["functions"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"The tables of {path.stem} cannot be read ({type(error).__name__}: {error})."
        raise BrokenShelf(what, "Install the student kit anew.") from None


def _family(function: str, told: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Family:
    ideas = tuple(Idea(**{key: _tuple(value) for key, value in one.items()}) for one in told["ideas"])
    probes, advice = (tuple(probe_of(one) for one in told[kind]) for kind in ("probes", "advice"))
    known = accepted.of_data(told["accepted"])
    words = (tuple(told["gives"]), probes, told["moves"], advice, KnownLines(told["lines"]))
    data = Family(function, _nothing, ideas, *words, lambda: known, tuple(told["parameters"]), told.get("reads", ""))
    mine = {name.partition(".")[2]: held for name, held in arrays.items() if name.partition(".")[0] == function}
    return replace(data, run=Table(data, told, mine))


def _nothing(*_arguments: Any, turn: Turn) -> Any:
    raise NotTabled(f"no table ({turn})")


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def probe_of(told: Mapping[str, Any]) -> Probe:
    """A probe as its file has it."""
    return Probe(*map(_argument, told["arguments"]), says=told.get("says", ""))


def _argument(told: Mapping[str, Any]) -> Any:
    ((kind, value),) = told.items()
    match kind:
        case "array":
            return np.array([float(one) for one in value["numbers"]], dtype=value["type"]).reshape(value["shape"])
        case "number":
            return np.float64(value)
        case "float":
            return float(value)
        case "int":
            return int(value)
        case "flag":
            return bool(value)
        case "arrays":
            return [_argument({"array": one}) for one in value]
        case "losses":
            return [float(one) for one in value]
        case "ints":
            return [int(one) for one in value]
        case "generator":
            return np.random.default_rng(int(value))
        case "slope":
            return BUILDERS[value[0]](*value[1:])
        case "none":
            return None
    raise ValueError(f"an argument of the kind {kind}")


def key_of(arguments: Sequence[Any]) -> tuple[Any, ...]:
    """What makes two calls the same call: the shapes and the numbers, bit by bit."""
    return tuple(map(_key, arguments))


def _key(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    if is_generator(value):
        return write_generator(value)
    if callable(value):
        return repr(getattr(value, "made_by", ())) or id(value)
    if isinstance(value, list | tuple) and any(isinstance(one, np.ndarray) for one in value):
        return tuple(map(_key, value))
    held = np.asarray(value, dtype=np.float64)
    return held.shape, held.tobytes()
