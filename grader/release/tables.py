"""Families of wrong turns written down as tables of numbers (the files: `grader.misconceptions.toolkit.tables`)."""

from __future__ import annotations

import contextlib
import io
import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import asdict
from numpy.typing import NDArray

from grader.diagnosis import load_families
from grader.diagnosis.answers import Answer, Answers, compute_answers_unsilenced
from grader.diagnosis.matching import list_sizes_tried
from grader.diagnosis.symptoms.besides import iterate_asked_inputs
from grader.errors import KitError
from grader.misconceptions.toolkit import AnyBut, Family, Probe, Turn
from grader.misconceptions.toolkit.accepted import make_data
from grader.misconceptions.toolkit.lines import Choice, silence_warnings
from grader.misconceptions.toolkit.tables import SCHEMA, iterate_advice, iterate_choices, make_call_key
from grader.model import Exercise
from grader.release.known import Known
from grader.suites.toolkit.generators import write_generator

Arrays = dict[str, NDArray[Any]]
_SPREAD = re.compile(r"\[\s+([-+.\w,\s]+?)\s+\]")
"""A list of numbers, one a line as `json` writes it."""


def provide(exercise: Exercise, known: Known) -> tuple[bytes, bytes]:
    """The .json and the .npz of an exercise's families, as an earlier release wrote them or written now."""
    name = f"{exercise.stem}.tables"
    with contextlib.suppress(msgspec.MsgspecError):
        if (held := known.look_up(name)) is not None:
            return msgspec.msgpack.decode(held, type=tuple[bytes, bytes])
    made = written(load_families(exercise))
    known.keep(name, msgspec.msgpack.encode(made))
    return made


def written(families: Mapping[str, Family]) -> tuple[bytes, bytes]:
    """The .json and the .npz of one exercise's families.

    Raises KitError where a probe holds what cannot be written down.
    """
    told: dict[str, Any] = {}
    arrays: Arrays = {}
    for function, family in families.items():
        told[function], mine = _tabled(family)
        arrays |= {f"{function}.{name}": held for name, held in mine.items()}
    whole = io.BytesIO()
    np.savez_compressed(whole, **arrays)  # type: ignore[arg-type] # its own keyword is allow_pickle
    words = json.dumps({"schema": SCHEMA, "functions": told}, ensure_ascii=False, indent=1, allow_nan=False)
    return f"{_SPREAD.sub(_in_one_line, words)}\n".encode(), whole.getvalue()


def _in_one_line(numbers: re.Match[str]) -> str:
    return f"[{', '.join(numbers[1].replace(',', ' ').split())}]"


def _tabled(family: Family) -> tuple[dict[str, Any], Arrays]:
    pool = _Pool()
    sizes = [0, *list_sizes_tried(family)]
    besides = list({make_call_key(probe): probe for probe in iterate_asked_inputs(family)}.values())
    arrays: Arrays = {
        "answers": pool.rows(family, iterate_choices(family, sizes), family.probes),
        "advice": pool.rows(family, iterate_advice(family), family.advice),
        "besides": pool.rows(family, [()], besides),
    }
    told = {
        "parameters": list(family.parameters),
        "reads": family.reads,
        "gives": list(family.gives),
        "moves": dict(family.moves),
        "ideas": [_idea(asdict(idea)) for idea in family.ideas],
        "lines": {one.id: [sorted(lines) for lines in family.lines.written.get(one.id, ())] for one in family.ideas},
        "accepted": make_data(family.accepted),
        "sizes": sizes,
        "probes": [_probe(one) for one in family.probes],
        "advice": [_probe(one) for one in family.advice],
        "besides": [_probe(one) for one in besides],
        "labels": [[one.label, True] if isinstance(one, AnyBut) else [one, False] for one in pool.labels],
    }
    return told, pool.packed(arrays)


class _Pool:
    """Every answer once; a table then holds places in this list."""

    def __init__(self) -> None:
        self.labels: list[str] = []
        self._held: list[NDArray[np.float64]] = []
        self._places: dict[Any, int] = {}

    def rows(self, family: Family, sets: Iterable[Choice], probes: Iterable[Probe]) -> NDArray[np.int64]:
        """A row a set, a column an output of a probe; labels count down from -1, arrays up from 1."""
        asked = list(probes)
        with silence_warnings():
            rows = [self._row(family, Turn(dict(choice)), asked) for choice in sets]
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(asked) * len(family.gives))

    def _row(self, family: Family, turn: Turn, probes: list[Probe]) -> list[int]:
        told: list[Answers] = [compute_answers_unsilenced(family, probe, turn) for probe in probes]
        return [self._place(one) for answers in told for one in answers]

    def _place(self, answer: Answer) -> int:
        if answer is None:
            return 0
        if isinstance(answer, str):
            known = (type(answer), str(answer))
            if known not in self._places:
                self.labels.append(answer)
                self._places[known] = -len(self.labels)
            return self._places[known]
        known = (answer.shape, answer.tobytes())  # type: ignore[assignment]
        if known not in self._places:
            self._held.append(answer)
            self._places[known] = len(self._held)
        return self._places[known]

    def packed(self, tables: Arrays) -> Arrays:
        """The tables as small as they can be, and the list they point into: nothing, labels, arrays."""
        most = len(self.labels)
        kind = np.min_scalar_type(most + len(self._held))
        packed = {name: np.where(one < 0, -one, one + most * (one > 0)).astype(kind) for name, one in tables.items()}
        axes = max((one.ndim for one in self._held), default=0)
        shapes = [[one.ndim, *one.shape, *[0] * (axes - one.ndim)] for one in self._held]
        packed["shapes"] = np.array(shapes, dtype=np.uint16).reshape(len(shapes), 1 + axes)
        packed["numbers"] = np.concatenate([np.zeros(0), *(one.reshape(-1) for one in self._held)])
        return packed


def _idea(told: dict[str, Any]) -> dict[str, Any]:
    """An idea without what it leaves at its default."""
    plain = {"same_as": (), "kind": "wrong", "rare": False}
    plain |= {"guarded": False, "prefix": False, "alone": False, "seen": ""}
    return {name: value for name, value in told.items() if name not in plain or value != plain[name]}


def _probe(probe: Probe) -> dict[str, Any]:
    told: dict[str, Any] = {"says": probe.says} if getattr(probe, "says", "") else {}
    return told | {"arguments": [_argument(one) for one in probe]}


def _argument(value: Any) -> dict[str, Any]:
    """One argument as data; its kind is kept, for that is what a student's function meets."""
    match value:
        case None:
            return {"none": None}
        case np.ndarray():
            numbers = [_number(one) for one in value.reshape(-1)]
            return {"array": {"type": value.dtype.name, "shape": list(value.shape), "numbers": numbers}}
        case np.floating():
            return {"number": _number(value)}
        case bool():
            return {"flag": value}
        case int():
            return {"int": value}
        case float():
            return {"float": _number(value)}
        case list() | tuple() if any(isinstance(one, np.ndarray) for one in value):
            return {"arrays": [_argument(one)["array"] for one in value]}
        case list() | tuple() if value and all(type(one) is int for one in value):
            return {"ints": list(value)}
        case list() | tuple():
            return {"losses": [_number(one) for one in value]}
        case np.random.Generator() if (line := write_generator(value)).endswith(")"):
            return {"generator": int(line.rpartition("(")[2][:-1])}
        case _ if getattr(value, "made_by", ()):
            return {"slope": list(value.made_by)}
    raise KitError(
        f"A probe holds {value!r}, which no table can hold.",
        "Probes are numbers, flags, arrays, lists of numbers, new Generators, and slopes built by the suites' toolkit.",
    )


def _number(value: Any) -> float | str:
    """A number as JSON has it; what is not finite as a word."""
    number = float(value)
    return number if math.isfinite(number) else str(number)
