"""Families as tables of numbers: what a student kit holds of them, enough for a diagnosis and no program.

Two files an exercise, side by side. `exercise03_bias_correction.json` has the words and the inputs:

    {"schema": "fallline/families/v2", "functions": {"bias_correct": {
        "parameters": ["moment", "beta", "t"], "gives": ["corrected"], "moves": {},
        "reads": "",                    one of READINGS, where answers are drawn at random
        "ideas": [{"id": "BC-NONE", "name": …, "says": …, "hint": …, …}, …],    fields of Idea that are no default
        "lines": {"BC-NONE": [[3]], …}, by idea: for each of its forms the numbers of the lines that it writes
        "accepted": {"same": ["BC-NONE = …", …], "hides": {"BC-NONE": "BC-LIN …", …}},  as in the file of `accepted`
        "sizes": [0, 1, 2, 3],          sets of how many turns are tabled
        "probes": [{"says": "", "arguments": [{"number": 0.8131}, {"float": 0.9}, {"int": 3}]}, …],
        "advice": […], "besides": […],  probes of which only a few answers are needed
        "labels": [["healthy", false], …]}}}   answers that are words; true: any word but this one

`exercise03_bias_correction.npz` has the answers, a few arrays a function (`bias_correct.answers` …):

    answers   (sets, probes · outputs)      which answer, by its index in the list of all answers
    advice    (1 + advisory forms, …)       the same for `advice`: the right way, then each advisory form
    besides   (1, …)                        the same for `besides`: the right way
    numbers   (n,)                          all numbers of all answers, one after the other
    shapes    (k, 1 + axes)                 how many axes an array has, and their lengths

Sets of turns stand in the order of `Family.choices`, size by size. The list of all answers is: 0 for "undefined
here", then the labels, then the arrays in the order of their numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from grader.errors import BrokenShelf
from grader.misconceptions.toolkit import accepted
from grader.misconceptions.toolkit.family import Family, Idea, NotTabled, Probe, list_choices
from grader.misconceptions.toolkit.lines import Choice, KnownLines
from grader.misconceptions.toolkit.pools import Ints, Pool
from grader.misconceptions.toolkit.turn import Turn
from grader.suites.toolkit.generators import is_generator, write_generator
from grader.suites.toolkit.slopes import BUILDERS

SCHEMA = "fallline/families/v2"
Taken = frozenset[tuple[str, int]]
"""A set of turns, each with its form."""


class Table:
    """Looks up what a family's function would answer: to the probes it was made for, and to no others."""

    def __init__(self, family: Family, words: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
        self._words = words
        self._arrays = arrays
        self._family = family
        self._width = len(family.gives)
        self._indices = {tuple(map(id, probe)): index for index, probe in enumerate(family.probes)}
        self.pool = Pool(words["labels"], arrays["shapes"], arrays["numbers"])

    def __call__(self, *arguments: Any, turn: Turn) -> Any:
        """Return what a set of turns answers.

        Raises ValueError where that is undefined, and NotTabled where it stands in no table.
        """
        taken = frozenset(turn.taken.items())
        # The family's own probes are met by the thousand: they are known by the very objects they are made of.
        index = self._indices.get(tuple(map(id, arguments)))
        if index is not None and (row := self._find_row(taken)) is not None:
            return self._read_answer(self._arrays["answers"], row, index)
        key = make_call_key(arguments)
        for name, find_row, columns in self._kinds:
            if key in columns and (row := find_row(taken)) is not None:
                return self._read_answer(self._arrays[name], row, columns[key])
        raise NotTabled(f"{self._family.function} has no such numbers in its table")

    def read_column(self, probe: Probe, size: int) -> Ints | None:
        """Read the answers of all sets of so many turns to a probe, as numbers of the pool; None where untabled.

        Of shape (sets, outputs).
        """
        # By the probe and not by its index: the same table is asked with fewer probes, too.
        sizes, index = self._words["sizes"], self._indices.get(tuple(map(id, probe)))
        if size not in sizes or index is None:
            return None
        first = sum(len(list_choices(self._family, smaller)) for smaller in sizes[: sizes.index(size)])
        rows = slice(first, first + len(list_choices(self._family, size)))
        return self._arrays["answers"][rows, index * self._width : (index + 1) * self._width]

    def _read_answer(self, numbers: Ints, row: int, index: int) -> Any:
        columns = slice(index * self._width, (index + 1) * self._width)
        answers = [self.pool.read_answer(int(number)) for number in numbers[row, columns]]
        if all(answer is None for answer in answers):
            raise ValueError("undefined")
        return answers[0] if self._width == 1 else tuple(answers)

    def _find_row(self, taken: Taken) -> int | None:
        """Find the row of a set of turns; None where it is not tabled."""
        # Most ask for the right way, which stands in the first row.
        return self._rows.get(taken) if taken else 0

    @cached_property
    def _rows(self) -> dict[Taken, int]:
        return {
            frozenset(choice): row for row, choice in enumerate(iterate_choices(self._family, self._words["sizes"]))
        }

    @cached_property
    def _kinds(self) -> list[tuple[str, Callable[[Taken], int | None], dict[Any, int]]]:
        """The three kinds of probes: the array's name, what finds the row of a set, and the index of each probe."""
        advisory: dict[Taken, int] = {frozenset(choice): row for row, choice in enumerate(iterate_advice(self._family))}
        besides = [parse_probe(data) for data in self._words["besides"]]
        right: dict[Taken, int] = {frozenset(): 0}
        return [
            ("answers", self._find_row, _index_probes(self._family.probes)),
            ("advice", advisory.get, _index_probes(self._family.advice)),
            ("besides", right.get, _index_probes(besides)),
        ]


def _index_probes(probes: Sequence[Probe]) -> dict[Any, int]:
    return {make_call_key(probe): index for index, probe in enumerate(probes)}


def iterate_choices(family: Family, sizes: Sequence[int]) -> Iterator[Choice]:
    """Yield the sets of turns that are tabled, in the order of the rows."""
    for size in sizes:
        yield from list_choices(family, size)


def iterate_advice(family: Family) -> Iterator[Choice]:
    """Yield the right way and every advisory form, in the order of the rows of `advice`."""
    yield ()
    for idea in family.ideas:
        if idea.kind == "advisory":
            yield from (((idea.id, form),) for form in family.list_forms(idea.id))


@cache
def read(path: Path) -> dict[str, Family]:
    """Read the families of an exercise, by function, from the .json and the .npz at `path` (with any suffix).

    Raises BrokenShelf.
    """
    try:
        document = json.loads(path.with_suffix(".json").read_text("utf-8"))
        if document["schema"] != SCHEMA:
            raise ValueError(document["schema"])
        with np.load(path.with_suffix(".npz"), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return {name: _make_family(name, words, arrays) for name, words in document["functions"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"The tables of {path.stem} cannot be read ({type(error).__name__}: {error})."
        raise BrokenShelf(what, "Install the student kit anew.") from None


def _make_family(function: str, words: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Family:
    """Make the family of one function, from its words and from the arrays of all functions of the exercise."""
    known = accepted.parse_data(words["accepted"])
    family = Family(
        function,
        _refuse,
        tuple(Idea(**{key: _convert_list(value) for key, value in idea.items()}) for idea in words["ideas"]),
        tuple(words["gives"]),
        tuple(map(parse_probe, words["probes"])),
        words["moves"],
        tuple(map(parse_probe, words["advice"])),
        KnownLines(words["lines"]),
        lambda: known,
        tuple(words["parameters"]),
        words.get("reads", ""),
    )
    own = {name.partition(".")[2]: array for name, array in arrays.items() if name.partition(".")[0] == function}
    return replace(family, run=Table(family, words, own))


def _refuse(*_arguments: Any, turn: Turn) -> Any:
    """Raise NotTabled: the function of a family that has no table yet."""
    raise NotTabled(f"no table ({turn})")


def _convert_list(value: Any) -> Any:
    """Return a list as a tuple, and anything else as it is."""
    return tuple(value) if isinstance(value, list) else value


def parse_probe(data: Mapping[str, Any]) -> Probe:
    """Parse a probe from the data that its file holds."""
    return Probe(*map(_parse_argument, data["arguments"]), says=data.get("says", ""))


def _parse_argument(data: Mapping[str, Any]) -> Any:
    ((kind, value),) = data.items()
    match kind:
        case "array":
            return np.array([float(number) for number in value["numbers"]], dtype=value["type"]).reshape(value["shape"])
        case "number":
            return np.float64(value)
        case "float":
            return float(value)
        case "int":
            return int(value)
        case "flag":
            return bool(value)
        case "arrays":
            return [_parse_argument({"array": array}) for array in value]
        case "losses":
            return [float(number) for number in value]
        case "ints":
            return [int(number) for number in value]
        case "generator":
            return np.random.default_rng(int(value))
        case "slope":
            return BUILDERS[value[0]](*value[1:])
        case "none":
            return None
    raise ValueError(f"an argument of the kind {kind}")


def make_call_key(arguments: Sequence[Any]) -> tuple[Any, ...]:
    """Make a key that is the same for two calls of the same shapes and numbers, bit by bit."""
    return tuple(map(_make_argument_key, arguments))


def _make_argument_key(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    if is_generator(value):
        return write_generator(value)
    if callable(value):
        return repr(getattr(value, "made_by", ())) or id(value)
    if isinstance(value, list | tuple) and any(isinstance(part, np.ndarray) for part in value):
        return tuple(map(_make_argument_key, value))
    array = np.asarray(value, dtype=np.float64)
    return array.shape, array.tobytes()
