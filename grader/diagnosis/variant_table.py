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
from grader.misconceptions.toolkit.family import list_choices
from grader.misconceptions.toolkit.lines import Choice, silence_warnings
from grader.misconceptions.toolkit.tables import Table, make_shape_number

MAX_COLUMNS = 64
LONG = 0.005
"""Seconds from which on a column that had to be worked out is kept for the next process."""


class Column(Struct, frozen=True):
    """The answers of all sets of one size to one probe."""

    choices: tuple[Choice, ...]
    outputs: tuple[NDArray[np.float64], ...]
    """An array for each output, a row a choice; NaN where a variant is undefined or has another shape."""
    shapes: tuple[tuple[int, ...], ...]
    """The shape of each output; a label has that of a single number."""
    guarded: NDArray[np.bool_]
    """Which choices may differ from what stands here: a student may guard what is undefined,
    stop a run elsewhere, or say any other label."""
    unusual: NDArray[np.int64]
    """For each output, by choice: 0, or the number of the shape of an array that has not the usual one."""
    cut_short: NDArray[np.bool_]
    """Which choices stop a run: a student's may stop it anywhere, so that nothing here rules them out."""

    def select_possible(self, answers: Answers, tolerance: tuple[float, float]) -> NDArray[np.bool_]:
        """Mark the choices that these answers do not rule out, as `answers.fits_variant` decides.

        Where a variant is undefined, this may leave choices that `fits_variant` rules out, and never the other way.
        """
        possible = np.ones(len(self.choices), dtype=bool)
        silent, other = ~possible, ~possible
        for answer, rows, shape, unusual in zip(answers, self.outputs, self.shapes, self.unusual, strict=True):
            possible &= _mark_close_rows(_flatten(answer, shape), rows, tolerance)
            silent |= np.isnan(rows).any(axis=1)
            if isinstance(answer, np.ndarray):
                other |= (unusual != 0) & (unusual != _number_unusual_shape(answer, shape))
        lenient = self.guarded | self.unusual.any(axis=0) | any(answer is None for answer in answers)
        return np.asarray(possible | (silent & lenient & ~other) | self.cut_short)


@lru_cache(maxsize=MAX_COLUMNS)
def build_column(family: Family, index: int, size: int) -> Column:
    """Build the column of all sets of `size` turns for the probe at `index`: from a table, from a file, or computed."""
    choices = list_choices(family, size)
    shapes = tuple(
        output.shape if isinstance(output, np.ndarray) else () for output in compute_right_answers(family)[index]
    )
    columns = _read_table(family, index, size, choices, shapes) or kept_columns.look_up(
        family, index, size, len(choices)
    )
    if columns is None:
        began = time.thread_time()
        columns = _compute_columns(family, index, choices, shapes)
        if time.thread_time() - began > LONG:
            kept_columns.keep(family, index, size, columns)
    outputs, guarded, unusual = columns
    return Column(choices, outputs, shapes, guarded, unusual, _mark_sets_with(choices, _collect_stopping(family)))


def _compute_columns(
    family: Family, index: int, choices: tuple[Choice, ...], shapes: tuple[tuple[int, ...], ...]
) -> kept_columns.Columns:
    """Compute the outputs, the guarded choices and the unusual shapes, by running every variant."""
    probe = family.probes[index]
    with silence_warnings():
        answers = [compute_answers_unsilenced(family, probe, Turn(dict(choice))) for choice in choices]
    outputs = tuple(
        np.array([_flatten(answer[number], shape) for answer in answers]).reshape(len(choices), int(np.prod(shape)))
        for number, shape in enumerate(shapes)
    )
    any_other_label = [any(isinstance(output, AnyBut) for output in answer) for answer in answers]
    unusual = [list(map(_number_unusual_shape, answer, shapes)) for answer in answers]
    return (
        outputs,
        _mark_guarded(family, choices) | np.array(any_other_label, dtype=bool),
        np.array(unusual, dtype=np.int64).reshape(len(choices), len(shapes)).T,
    )


def _read_table(
    family: Family, index: int, size: int, choices: tuple[Choice, ...], shapes: tuple[tuple[int, ...], ...]
) -> kept_columns.Columns | None:
    """Read the columns from a family that is a table, whose numbers need only be laid in rows; None for a program."""
    if not isinstance(family.run, Table) or (which := family.run.read_column(family.probes[index], size)) is None:
        return None
    pool, outputs, guarded, unusual = family.run.pool, [], _mark_guarded(family, choices), []
    for numbers, shape in zip(which.T, shapes, strict=True):
        rows = pool.make_rows(numbers, shape)
        shape_numbers = pool.list_shape_numbers(numbers)
        unusual.append(np.where(shape_numbers == make_shape_number(shape), 0, shape_numbers))
        for number, label in enumerate(pool.labels, 1):
            if isinstance(label, AnyBut):
                guarded |= numbers == number
            else:
                rows[numbers == number] = _flatten(label, shape)
        outputs.append(rows)
    return tuple(outputs), guarded, np.array(unusual)


def _mark_guarded(family: Family, choices: tuple[Choice, ...]) -> NDArray[np.bool_]:
    """Mark the sets with an idea that a student may guard against, or that stops a run elsewhere."""
    return _mark_sets_with(choices, _collect_stopping(family) | {idea.id for idea in family.ideas if idea.guarded})


def _collect_stopping(family: Family) -> set[str]:
    """Collect the ids of the ideas that stop a run."""
    return {idea.id for idea in family.ideas if idea.prefix}


def _mark_sets_with(choices: tuple[Choice, ...], ideas: set[str]) -> NDArray[np.bool_]:
    """Mark the sets that have one of these ideas."""
    if not ideas:
        return np.zeros(len(choices), dtype=bool)
    return np.array([any(idea in ideas for idea, _ in choice) for choice in choices], dtype=bool)


def _number_unusual_shape(answer: Answer, shape: tuple[int, ...]) -> int:
    """Return the number of an array's shape where it is not the usual one; 0 for everything else."""
    return make_shape_number(answer.shape) if isinstance(answer, np.ndarray) and answer.shape != shape else 0


def _flatten(answer: Answer, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return an output as a row of numbers; a label becomes a number of its own, another shape becomes NaN."""
    if isinstance(answer, AnyBut):
        return np.array([np.nan])
    if isinstance(answer, str):
        return np.array([float(int.from_bytes(answer.encode()[:6].ljust(6), "big"))])
    if answer is None or answer.shape != shape:
        return np.full(int(np.prod(shape)), np.nan)
    return answer.reshape(-1)


def _mark_close_rows(
    answer: NDArray[np.float64], rows: NDArray[np.float64], tolerance: tuple[float, float]
) -> NDArray[np.bool_]:
    """Mark the rows that are close to an answer, as `answers.is_close` decides; shapes (n,) and (choices, n)."""
    relative, sliver = tolerance
    sizes = np.abs(rows)
    near = np.abs(answer - rows) <= relative * sizes + sliver * sizes.max(axis=1, keepdims=True, initial=0.0)
    return np.asarray(near.all(axis=1))
