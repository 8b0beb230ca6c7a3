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
import math
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from grader.errors import BrokenShelf
from grader.misconceptions.toolkit import accepted
from grader.misconceptions.toolkit.family import AnyBut, Family, Idea, NotTabled, Probe, every_choice
from grader.misconceptions.toolkit.lines import Choice, KnownLines
from grader.misconceptions.toolkit.turn import Turn
from grader.suites.toolkit.generators import is_generator, write_generator
from grader.suites.toolkit.slopes import BUILDERS

SCHEMA = "fallline/families/v2"
Answer = NDArray[np.float64] | str | None
Ints = NDArray[np.integer[Any]]
Taken = frozenset[tuple[str, int]]
"""A set of turns, each with its form."""


class Table:
    """Answers as a family's function would give them, looked up: of the probes it was made for, and of no others."""

    def __init__(self, family: Family, told: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
        self._told = told
        self._arrays = arrays
        self._family = family
        self._width = len(family.gives)
        self._places = {tuple(map(id, probe)): place for place, probe in enumerate(family.probes)}
        self.pool = Pool(told["labels"], arrays["shapes"], arrays["numbers"])

    def __call__(self, *arguments: Any, turn: Turn) -> Any:
        """What a set of turns answers; ValueError where it is undefined, NotTabled where nobody wrote it down."""
        taken = frozenset(turn.taken.items())
        # The family's own probes are met by the thousand: they are known by the very objects they are made of.
        place = self._places.get(tuple(map(id, arguments)))
        if place is not None and (row := self._row(taken)) is not None:
            return self._answer(self._arrays["answers"], row, place)
        known = key_of(arguments)
        for name, row_of, columns in self._shelves:
            if known in columns and (row := row_of(taken)) is not None:
                return self._answer(self._arrays[name], row, columns[known])
        raise NotTabled(f"{self._family.function} has no such numbers in its table")

    def column(self, probe: Probe, size: int) -> Ints | None:
        """Which answer of the pool each set of so many turns gives to a probe, an output a column; None if untabled."""
        # By the probe and not by its place: the same table is asked with fewer probes, too.
        sizes, place = self._told["sizes"], self._places.get(tuple(map(id, probe)))
        if size not in sizes or place is None:
            return None
        first = sum(len(every_choice(self._family, one)) for one in sizes[: sizes.index(size)])
        rows = slice(first, first + len(every_choice(self._family, size)))
        return self._arrays["answers"][rows, place * self._width : (place + 1) * self._width]

    def _answer(self, held: Ints, row: int, place: int) -> Any:
        answers = [self.pool.answer(int(one)) for one in held[row, place * self._width : (place + 1) * self._width]]
        if all(one is None for one in answers):
            raise ValueError("undefined")
        return answers[0] if self._width == 1 else tuple(answers)

    def _row(self, taken: Taken) -> int | None:
        """In which row a set of turns stands; the right way, which most are asked for, in the first."""
        return self._rows.get(taken) if taken else 0

    @cached_property
    def _rows(self) -> dict[Taken, int]:
        return {frozenset(choice): row for row, choice in enumerate(choices(self._family, self._told["sizes"]))}

    @cached_property
    def _shelves(self) -> list[tuple[str, Callable[[Taken], int | None], dict[Any, int]]]:
        """The three kinds of probes: which array, which row a set has in it, which place a probe."""
        advisory: dict[Taken, int] = {frozenset(choice): row for row, choice in enumerate(advised(self._family))}
        besides = [probe_of(one) for one in self._told["besides"]]
        right: dict[Taken, int] = {frozenset(): 0}
        return [
            ("answers", self._row, _places(self._family.probes)),
            ("advice", advisory.get, _places(self._family.advice)),
            ("besides", right.get, _places(besides)),
        ]


class Pool:
    """All answers of a family, each once; an answer has a number: 0 for undefined, then the labels, then the arrays."""

    def __init__(self, labels: Sequence[tuple[str, bool]], shapes: Ints, numbers: NDArray[np.float64]) -> None:
        self.labels: list[str] = [AnyBut(word) if but else word for word, but in labels]
        self._shapes = shapes.astype(np.int64)
        self._numbers = numbers
        axes = np.arange(self._shapes.shape[1] - 1)
        lengths = np.where(axes < self._shapes[:, :1], self._shapes[:, 1:], 1).prod(axis=1)
        self._begins = np.concatenate([[0], np.cumsum(lengths)])

    def answer(self, number: int) -> Answer:
        """One answer."""
        if number <= len(self.labels):
            return self.labels[number - 1] if number else None
        place = number - 1 - len(self.labels)
        axes = self._shapes[place, 0]
        held = self._numbers[self._begins[place] : self._begins[place + 1]]
        return held.reshape(self._shapes[place, 1 : 1 + axes])

    def rows(self, which: Ints, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Answers by their numbers as rows; NaN where one is no array of that shape."""
        places = which.astype(np.int64) - 1 - len(self.labels)
        rows = np.full((len(places), math.prod(shape)), np.nan)
        fits = np.flatnonzero(places >= 0)
        told = self._shapes[places[fits], : 1 + len(shape)]
        fits = fits[(told == (len(shape), *shape)).all(axis=1)] if told.shape[1] == 1 + len(shape) else fits[:0]
        rows[fits] = self._numbers[self._begins[places[fits]][:, None] + np.arange(rows.shape[1])]
        return rows

    def shape_numbers(self, which: Ints) -> NDArray[np.int64]:
        """What stands for the shape of each of these answers; 0 for what is no array."""
        return np.concatenate([np.zeros(1 + len(self.labels), dtype=np.int64), self._shape_numbers])[which]

    @cached_property
    def _shape_numbers(self) -> NDArray[np.int64]:
        kinds, of_which = np.unique(self._shapes, axis=0, return_inverse=True)
        numbers = [number_of_shape(tuple(map(int, one[1 : 1 + one[0]]))) for one in kinds]
        return np.array(numbers, dtype=np.int64)[of_which.reshape(-1)]


def number_of_shape(shape: tuple[int, ...]) -> int:
    """A number that stands for a shape, never 0."""
    return 1 + zlib.crc32(repr(shape).encode())


def _places(probes: Sequence[Probe]) -> dict[Any, int]:
    return {key_of(probe): place for place, probe in enumerate(probes)}


def choices(family: Family, sizes: Sequence[int]) -> Iterator[Choice]:
    """The sets of turns that are tabled, in the order of the rows."""
    for size in sizes:
        yield from every_choice(family, size)


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
