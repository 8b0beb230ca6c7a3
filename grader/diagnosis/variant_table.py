"""What every set of wrong turns answers to one probe, computed once and compared at one go.

A class of submissions asks the same few probes of the same families: thousands of variants run once, and
each diagnosis is then a look along one column.
"""

from __future__ import annotations

import time
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from grader.diagnosis import kept_columns
from grader.diagnosis.answers import Answer, Answers, compute_answers_unsilenced, compute_right_answers
from grader.misconceptions.toolkit import AnyBut, Family, Turn
from grader.misconceptions.toolkit.family import every_choice
from grader.misconceptions.toolkit.lines import Choice, silenced
from grader.misconceptions.toolkit.tables import Table, number_of_shape

MOST_COLUMNS = 64
LONG = 0.005
"""Seconds from which on a column that had to be worked out is kept for the next process."""


class Column(Struct, frozen=True):
    """The answers of all sets of one size to one probe."""

    choices: tuple[Choice, ...]
    outputs: tuple[NDArray[np.float64], ...]
    """One array an output, a row a choice; NaN where a variant is undefined or has another shape."""
    shapes: tuple[tuple[int, ...], ...]
    """Of each output; of a label, that of a single number."""
    guarded: NDArray[np.bool_]
    """Which choices may differ from what stands here: a student may guard what is undefined,
    stop a run elsewhere, or say any other label."""
    unusual: NDArray[np.int64]
    """Of each output, by choice: 0, or what stands for the shape of an array that is not the usual one."""
    cut_short: NDArray[np.bool_]
    """Which choices stop a run: a student's may stop it anywhere, so that nothing here rules them out."""

    def select_possible(self, found: Answers, tolerance: tuple[float, float]) -> NDArray[np.bool_]:
        """Which choices these answers do not rule out (as `answers.agree` decides, but for undefined points)."""
        left = np.ones(len(self.choices), dtype=bool)
        silent, other = ~left, ~left
        for answer, rows, shape, unusual in zip(found, self.outputs, self.shapes, self.unusual, strict=True):
            left &= _close(_row(answer, shape), rows, tolerance)
            silent |= np.isnan(rows).any(axis=1)
            if isinstance(answer, np.ndarray):
                other |= (unusual != 0) & (unusual != _unusual(answer, shape))
        lenient = self.guarded | self.unusual.any(axis=0) | any(answer is None for answer in found)
        return np.asarray(left | (silent & lenient & ~other) | self.cut_short)


@lru_cache(maxsize=MOST_COLUMNS)
def build_column(family: Family, place: int, size: int) -> Column:
    """The answers of all sets of `size` turns to the probe at `place`."""
    choices = every_choice(family, size)
    shapes = tuple(one.shape if isinstance(one, np.ndarray) else () for one in compute_right_answers(family)[place])
    found = _tabled(family, place, size, choices, shapes) or kept_columns.look_up(family, place, size, len(choices))
    if found is None:
        began = time.thread_time()
        found = _computed(family, place, choices, shapes)
        if time.thread_time() - began > LONG:
            kept_columns.keep(family, place, size, found)
    outputs, guarded, unusual = found
    return Column(choices, outputs, shapes, guarded, unusual, _with_one_of(choices, _prefixes(family)))


def _computed(
    family: Family, place: int, choices: tuple[Choice, ...], shapes: tuple[tuple[int, ...], ...]
) -> kept_columns.Columns:
    probe = family.probes[place]
    with silenced():
        answers = [compute_answers_unsilenced(family, probe, Turn(dict(choice))) for choice in choices]
    outputs = tuple(
        np.array([_row(answer[number], shape) for answer in answers]).reshape(len(choices), int(np.prod(shape)))
        for number, shape in enumerate(shapes)
    )
    loose = [any(isinstance(one, AnyBut) for one in answer) for answer in answers]
    unusual = [list(map(_unusual, answer, shapes)) for answer in answers]
    return (
        outputs,
        _shy(family, choices) | np.array(loose, dtype=bool),
        np.array(unusual, dtype=np.int64).reshape(len(choices), len(shapes)).T,
    )


def _tabled(
    family: Family, place: int, size: int, choices: tuple[Choice, ...], shapes: tuple[tuple[int, ...], ...]
) -> kept_columns.Columns | None:
    """The same of a family that is a table: its numbers are there, and need no more than to be laid in rows."""
    if not isinstance(family.run, Table) or (which := family.run.column(family.probes[place], size)) is None:
        return None
    pool, outputs, guarded, unusual = family.run.pool, [], _shy(family, choices), []
    for mine, shape in zip(which.T, shapes, strict=True):
        rows = pool.rows(mine, shape)
        told = pool.shape_numbers(mine)
        unusual.append(np.where(told == number_of_shape(shape), 0, told))
        for number, label in enumerate(pool.labels, 1):
            if isinstance(label, AnyBut):
                guarded |= mine == number
            else:
                rows[mine == number] = _row(label, shape)
        outputs.append(rows)
    return tuple(outputs), guarded, np.array(unusual)


def _shy(family: Family, choices: tuple[Choice, ...]) -> NDArray[np.bool_]:
    """Which sets have an idea that a student may guard against, or that stops a run elsewhere."""
    return _with_one_of(choices, _prefixes(family) | {idea.id for idea in family.ideas if idea.guarded})


def _prefixes(family: Family) -> set[str]:
    return {idea.id for idea in family.ideas if idea.prefix}


def _with_one_of(choices: tuple[Choice, ...], ideas: set[str]) -> NDArray[np.bool_]:
    """Which sets have one of these ideas."""
    if not ideas:
        return np.zeros(len(choices), dtype=bool)
    return np.array([any(idea in ideas for idea, _ in choice) for choice in choices], dtype=bool)


def _unusual(answer: Answer, shape: tuple[int, ...]) -> int:
    """What stands for the shape of an array that is not the usual one; 0 for all else."""
    return number_of_shape(answer.shape) if isinstance(answer, np.ndarray) and answer.shape != shape else 0


def _row(answer: Answer, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """An output as a row of numbers; a label is a number of its own."""
    if isinstance(answer, AnyBut):
        return np.array([np.nan])
    if isinstance(answer, str):
        return np.array([float(int.from_bytes(answer.encode()[:6].ljust(6), "big"))])
    if answer is None or answer.shape != shape:
        return np.full(int(np.prod(shape)), np.nan)
    return answer.reshape(-1)


def _close(found: NDArray[np.float64], rows: NDArray[np.float64], tolerance: tuple[float, float]) -> NDArray[np.bool_]:
    """Which rows are what was found, within a tolerance (as `answers.close` has it)."""
    relative, sliver = tolerance
    sizes = np.abs(rows)
    near = np.abs(found - rows) <= relative * sizes + sliver * sizes.max(axis=1, keepdims=True, initial=0.0)
    return np.asarray(near.all(axis=1))
