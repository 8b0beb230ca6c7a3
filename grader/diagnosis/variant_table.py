"""What every set of wrong turns answers to one probe, computed once and compared at one go.

A class of submissions asks the same few probes of the same families: thousands of variants run once, and
each diagnosis is then a look along one column.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from grader.diagnosis import kept_columns
from grader.diagnosis.answers import Answer, Answers, compute_answers_unsilenced, compute_right_answers
from grader.misconceptions.toolkit import AnyBut, Family, Turn
from grader.misconceptions.toolkit.family import list_choices
from grader.misconceptions.toolkit.lines import Choice, silence_warnings
from grader.misconceptions.toolkit.pools import Ints, Pool, PoolBuilder, make_shape_number
from grader.misconceptions.toolkit.tables import Table

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


class SetAnswers(NamedTuple):
    """What all sets of one size answer to one probe."""

    which: Ints
    """A row a set and a column an output: the numbers of the answers in the pool."""
    pool: Pool


@lru_cache(maxsize=MAX_COLUMNS)
def build_column(family: Family, index: int, size: int) -> Column:
    """Build the column of all sets of `size` turns for the probe at `index`: from a table, from a file, or computed."""
    choices = list_choices(family, size)
    shapes = tuple(
        output.shape if isinstance(output, np.ndarray) else () for output in compute_right_answers(family)[index]
    )
    which, pool = find_set_answers(family, index, size)
    outputs, guarded, unusual = [], _mark_guarded(family, size).copy(), []
    for numbers, shape in zip(which.T, shapes, strict=True):
        rows = pool.make_rows(numbers, shape)
        unusual.append(pool.number_unusual_shapes(numbers, shape))
        for number, label in enumerate(pool.labels, 1):
            if isinstance(label, AnyBut):
                guarded |= numbers == number
            else:
                rows[numbers == number] = _flatten(label, shape)
        outputs.append(rows)
    return Column(choices, tuple(outputs), shapes, guarded, np.array(unusual), _mark_cut_short(family, size))


def find_set_answers(family: Family, index: int, size: int) -> SetAnswers:
    """Find what all sets of `size` turns answer to the probe at `index`, in the order of `list_choices`."""
    if isinstance(family.run, Table):
        which = family.run.read_column(family.probes[index], size)
        if which is not None:
            return SetAnswers(which, family.run.pool)
    choices = list_choices(family, size)
    kept = kept_columns.look_up(family, index, size, len(choices))
    if kept is not None:
        return SetAnswers(*kept)
    began = time.thread_time()
    answers = _compute_set_answers(family, index, choices)
    if time.thread_time() - began > LONG:
        kept_columns.keep(family, index, size, *answers)
    return answers


def _compute_set_answers(family: Family, index: int, choices: Sequence[Choice]) -> SetAnswers:
    """Compute what these sets answer to the probe at `index`, by running every variant."""
    pool, probe = PoolBuilder(), family.probes[index]
    with silence_warnings():
        rows = [
            list(map(pool.add, compute_answers_unsilenced(family, probe, Turn(dict(choice))))) for choice in choices
        ]
    numbers = np.array(rows, dtype=np.int64).reshape(len(choices), len(family.gives))
    finished, tables = pool.finish({"which": numbers})
    return SetAnswers(tables["which"], finished)


@lru_cache(maxsize=MAX_COLUMNS)
def _mark_guarded(family: Family, size: int) -> NDArray[np.bool_]:
    """Mark the sets with an idea that a student may guard against, or that stops a run elsewhere."""
    guarded = {idea.id for idea in family.ideas if idea.guarded or idea.prefix}
    return _mark_sets_with(list_choices(family, size), guarded)


@lru_cache(maxsize=MAX_COLUMNS)
def _mark_cut_short(family: Family, size: int) -> NDArray[np.bool_]:
    """Mark the sets with an idea that stops a run."""
    return _mark_sets_with(list_choices(family, size), {idea.id for idea in family.ideas if idea.prefix})


def _mark_sets_with(choices: tuple[Choice, ...], ideas: set[str]) -> NDArray[np.bool_]:
    """Mark the sets that have one of these ideas."""
    if not ideas:
        return np.zeros(len(choices), dtype=bool)
    return np.array([any(idea in ideas for idea, _ in choice) for choice in choices], dtype=bool)


def _number_unusual_shape(answer: Answer, shape: tuple[int, ...]) -> int:
    """Return the number of a student's array's shape where it is not the usual one, as the pool numbers it."""
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
