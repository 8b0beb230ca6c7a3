"""Answers that are written down once: what goes into a pool comes out of it."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.misconceptions.toolkit.family import AnyBut
from grader.misconceptions.toolkit.pools import Pool, PoolBuilder, make_shape_number

LABELS = st.sampled_from(["healthy", "diverged", AnyBut("healthy"), "anything but healthy", "nan"])
SHAPES = arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
ANSWERS = st.none() | LABELS | SHAPES.flatmap(lambda shape: arrays.arrays(np.float64, shape))


def fill(answers: list[object]) -> tuple[list[int], Pool]:
    """The numbers of these answers, and their pool as the next process reads it."""
    builder = PoolBuilder()
    pool, tables = builder.finish({"which": np.array([builder.add(answer) for answer in answers], dtype=np.int64)})
    labels = json.loads(json.dumps(pool.list_labels()))
    return tables["which"].tolist(), Pool(labels, **{name: array.copy() for name, array in pool.to_arrays().items()})


@given(st.lists(ANSWERS, max_size=12))
def test_what_is_added_is_read_bit_by_bit(answers):
    numbers, pool = fill(answers)
    for number, answer in zip(numbers, answers, strict=True):
        held = pool.read_answer(number)
        assert type(held) is type(answer)
        if isinstance(answer, np.ndarray):
            assert (held.shape, held.tobytes()) == (answer.shape, answer.tobytes())
        else:
            assert held == answer


def test_a_path_of_any_length_is_held():
    path = np.arange(140_002.0).reshape(70_001, 2)
    (number,), pool = fill([path])
    assert np.array_equal(pool.read_answer(number), path)


@given(st.lists(ANSWERS, max_size=12))
def test_the_same_answer_is_written_once(answers):
    once, twice = fill(answers), fill([*answers, *answers])
    assert twice[0] == once[0] * 2
    assert twice[1].to_arrays()["numbers"].tobytes() == once[1].to_arrays()["numbers"].tobytes()


@given(st.lists(ANSWERS, max_size=12), SHAPES)
def test_rows_hold_the_arrays_of_one_shape_and_nothing_else(answers, shape):
    numbers, pool = fill(answers)
    which = np.array(numbers, dtype=np.uint8)
    rows, unusual = pool.make_rows(which, shape), pool.number_unusual_shapes(which, shape)
    for row, number, answer in zip(rows, unusual, answers, strict=True):
        fits = isinstance(answer, np.ndarray) and answer.shape == shape
        assert np.array_equal(row, answer.reshape(-1) if fits else np.full(row.shape, np.nan), equal_nan=True)
        odd = isinstance(answer, np.ndarray) and not fits
        assert number == (make_shape_number(answer.shape) if odd else 0)
