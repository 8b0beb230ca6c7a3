"""Families of wrong turns written down as tables of numbers (the files: `grader.misconceptions.toolkit.tables`)."""

from __future__ import annotations

import contextlib
import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import asdict
from numpy.typing import NDArray

from grader.diagnosis import load_families
from grader.diagnosis.answers import compute_answers_unsilenced
from grader.diagnosis.matching import list_sizes_tried
from grader.diagnosis.symptoms.besides import iterate_asked_inputs
from grader.diagnosis.variant_table import find_set_answers
from grader.errors import KitError
from grader.misconceptions.toolkit import Family, Probe, Turn
from grader.misconceptions.toolkit.accepted import make_data
from grader.misconceptions.toolkit.lines import Choice, silence_warnings
from grader.misconceptions.toolkit.pools import Ints, PoolBuilder
from grader.misconceptions.toolkit.tables import SCHEMA, iterate_advice, make_call_key
from grader.model import Exercise
from grader.release.known import ReleaseCache
from grader.suites.toolkit.generators import write_generator

Arrays = dict[str, NDArray[Any]]
_SPREAD = re.compile(r"\[\s+([-+.\w,\s]+?)\s+\]")
"""A list of numbers, one a line as `json` writes it."""


def provide(exercise: Exercise, cache: ReleaseCache) -> tuple[bytes, bytes]:
    """Return the .json and the .npz of an exercise's families: as an earlier release wrote them, else made now."""
    name = f"{exercise.stem}.tables"
    with contextlib.suppress(msgspec.MsgspecError):
        if (cached := cache.look_up(name)) is not None:
            return msgspec.msgpack.decode(cached, type=tuple[bytes, bytes])
    made_files = make_tables(load_families(exercise))
    cache.keep(name, msgspec.msgpack.encode(made_files))
    return made_files


def make_tables(families: Mapping[str, Family]) -> tuple[bytes, bytes]:
    """Make the .json and the .npz of one exercise's families.

    Raises KitError where a probe holds what cannot be written down.
    """
    functions: dict[str, Any] = {}
    arrays: Arrays = {}
    for function, family in families.items():
        functions[function], own_arrays = _tabulate_family(family)
        arrays |= {f"{function}.{name}": array for name, array in own_arrays.items()}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type] # its own keyword is allow_pickle
    words = json.dumps({"schema": SCHEMA, "functions": functions}, ensure_ascii=False, indent=1, allow_nan=False)
    return f"{_SPREAD.sub(_join_lines, words)}\n".encode(), buffer.getvalue()


def _join_lines(numbers: re.Match[str]) -> str:
    """Join a list of numbers, written one a line, into one line."""
    return f"[{', '.join(numbers[1].replace(',', ' ').split())}]"


def _tabulate_family(family: Family) -> tuple[dict[str, Any], Arrays]:
    """Tabulate a family: its words and probes as data, and its answers as arrays."""
    builder = PoolBuilder()
    sizes = [0, *list_sizes_tried(family)]
    besides = list({make_call_key(probe): probe for probe in iterate_asked_inputs(family)}.values())
    pool, arrays = builder.finish({
        "answers": _add_sets(builder, family, sizes),
        "advice": _add_answers(builder, family, iterate_advice(family), family.advice),
        "besides": _add_answers(builder, family, [()], besides),
    })  # fmt: skip
    document = {
        "parameters": list(family.parameters),
        "reads": family.reads,
        "gives": list(family.gives),
        "moves": dict(family.moves),
        "ideas": [_encode_idea(asdict(idea)) for idea in family.ideas],
        "lines": {one.id: [sorted(lines) for lines in family.lines.written.get(one.id, ())] for one in family.ideas},
        "accepted": make_data(family.accepted),
        "sizes": sizes,
        "probes": [_encode_probe(item) for item in family.probes],
        "advice": [_encode_probe(item) for item in family.advice],
        "besides": [_encode_probe(item) for item in besides],
        "labels": pool.list_labels(),
    }
    return document, arrays | pool.to_arrays()


def _add_sets(builder: PoolBuilder, family: Family, sizes: Iterable[int]) -> Ints:
    """Add what all sets of these sizes answer to the probes, a row a set and a column an output of a probe."""
    rows: list[list[int]] = []
    for size in sizes:
        found = [find_set_answers(family, index, size) for index in range(len(family.probes))]
        known: list[dict[int, int]] = [{} for _ in found]
        # Row by row: answers get their numbers in the order in which a reader of the table meets them.
        for asked in zip(*(which.tolist() for which, _ in found), strict=True):
            row: list[int] = []
            for numbers, (_, pool), places in zip(asked, found, known, strict=True):
                for number in numbers:
                    if number not in places:
                        places[number] = builder.add(pool.read_answer(number))
                    row.append(places[number])
            rows.append(row)
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(family.probes) * len(family.gives))


def _add_answers(builder: PoolBuilder, family: Family, sets: Iterable[Choice], probes: Sequence[Probe]) -> Ints:
    """Add what a few sets answer to these probes, a row a set and a column an output of a probe."""
    with silence_warnings():
        rows = [
            [
                builder.add(answer)
                for probe in probes
                for answer in compute_answers_unsilenced(family, probe, Turn(dict(choice)))
            ]
            for choice in sets
        ]
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(probes) * len(family.gives))


def _encode_idea(fields: dict[str, Any]) -> dict[str, Any]:
    """Return an idea's fields, without those that have their default."""
    defaults = {"same_as": (), "kind": "wrong", "rare": False}
    defaults |= {"guarded": False, "prefix": False, "alone": False, "seen": ""}
    return {name: value for name, value in fields.items() if name not in defaults or value != defaults[name]}


def _encode_probe(probe: Probe) -> dict[str, Any]:
    """Return a probe as data."""
    document: dict[str, Any] = {"says": probe.says} if getattr(probe, "says", "") else {}
    return document | {"arguments": [_encode_argument(argument) for argument in probe]}


def _encode_argument(value: Any) -> dict[str, Any]:
    """Return one argument as data; its kind is kept, for that is what a student's function meets."""
    match value:
        case None:
            return {"none": None}
        case np.ndarray():
            numbers = [_encode_number(item) for item in value.reshape(-1)]
            return {"array": {"type": value.dtype.name, "shape": list(value.shape), "numbers": numbers}}
        case np.floating():
            return {"number": _encode_number(value)}
        case bool():
            return {"flag": value}
        case int():
            return {"int": value}
        case float():
            return {"float": _encode_number(value)}
        case list() | tuple() if any(isinstance(item, np.ndarray) for item in value):
            return {"arrays": [_encode_argument(item)["array"] for item in value]}
        case list() | tuple() if value and all(type(item) is int for item in value):
            return {"ints": list(value)}
        case list() | tuple():
            return {"losses": [_encode_number(item) for item in value]}
        case np.random.Generator() if (line := write_generator(value)).endswith(")"):
            return {"generator": int(line.rpartition("(")[2][:-1])}
        case _ if getattr(value, "made_by", ()):
            return {"slope": list(value.made_by)}
    raise KitError(
        f"A probe holds {value!r}, which no table can hold.",
        "Probes are numbers, flags, arrays, lists of numbers, new Generators, and slopes built by the suites' toolkit.",
    )


def _encode_number(value: Any) -> float | str:
    """Return a number as JSON has it; one that is not finite as a word."""
    number = float(value)
    return number if math.isfinite(number) else str(number)
