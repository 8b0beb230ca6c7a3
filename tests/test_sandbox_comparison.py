"""The comparison is part of the wall: whatever a student returned, it is judged in little time and never by luck."""

from __future__ import annotations

import json
import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.suites.toolkit.law import LawBroken, exactly, holds, law, numbers, parts
from grader.suites.toolkit.plain import plain

WRONG = {
    "empty": np.zeros((0, 1)),
    "an empty list": [],
    "nothing": None,
    "not a number": np.full(3, np.nan),
    "infinite": np.full(3, np.inf),
    "one entry not a number": np.array([1.0, 2.0, np.nan]),
    "a column": np.array([[1.0], [2.0], [3.0]]),
    "a row in a row": np.array([[1.0, 2.0, 3.0]]),
    "truth values": np.array([True, True, True]),
    "complex": np.array([1 + 0j, 2, 3]),
    "texts": ["1", "2", "3"],
    "bytes": b"123",
    "a dictionary": {0: 1.0, 1: 2.0, 2: 3.0},
    "ragged": [1.0, [2.0, 3.0]],
    "a single number": 1.0,
    "a long column": np.zeros((12_000, 1)),
    "huge integers": [10**400, 2, 3],
}


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_triple_of_finite_numbers_never_passes_for_one(value):
    with pytest.raises(LawBroken):
        law(value, [1.0, 2.0, 3.0], because="")


@pytest.mark.parametrize("value", [np.zeros(0), np.zeros((0, 1)), [], np.nan, np.array([3.0]), True, None, "3.0"])
def test_what_is_no_number_never_passes_for_one(value):
    with pytest.raises(LawBroken):
        law(value, 3.0, because="")


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5), st.integers(0, 4))
def test_one_entry_that_is_not_a_number_spoils_any_answer(right, place):
    wrong = np.array(right)
    wrong[place % len(right)] = np.nan
    law(right, right, because="")
    with pytest.raises(LawBroken):
        law(wrong, right, because="")


def test_a_condition_that_nan_makes_false_does_not_hold():
    with pytest.raises(LawBroken):
        holds(np.nan < 1.0, because="", expected="less than one", actual=np.nan)


@pytest.mark.parametrize("value", [np.nan, True, "2", [2], np.array([2]), 2.5, None, 10**400, 2 + 0j])
def test_what_is_no_whole_number_is_none(value):
    with pytest.raises(LawBroken):
        exactly(value, 2, because="")


def _nested(depth: int, width: int) -> object:
    return [_nested(depth - 1, width) for _ in range(width)] if depth else 0.5


HEAVY = {
    "sixty megabytes of bytes": lambda: np.zeros(60 * 2**20, dtype="i1"),
    "half a million numbers": lambda: [0.5] * 500_000,
    "half a million lists": lambda: [[]] * 500_000,
    "a tree of lists": lambda: _nested(9, 4),
    "a few long rows": lambda: np.zeros((3, 2**21)),
    "an array of many axes": lambda: np.zeros((4,) * 10),
    "a tree of dictionaries": lambda: {
        i: {j: {k: [0.5] * 24 for k in range(24)} for j in range(24)} for i in range(24)
    },
    "a column to spread": lambda: np.zeros((12_000, 1)),
}  # fmt: skip


@pytest.mark.parametrize("make", HEAVY.values(), ids=HEAVY.keys())
def test_a_heavy_answer_is_judged_and_shown_in_little_time_and_memory(make):
    value = make()
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(LawBroken) as broken:
        law(value, np.zeros(12_000), because="")
    with pytest.raises(LawBroken):
        parts(value, ("a", "b", "c", "d", "e"))
    shown = json.dumps(broken.value.actual)
    spent, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 10
    assert peak < 60 * 2**20
    assert len(shown) < 300_000


def test_numbers_refuses_more_than_a_report_could_hold():
    with pytest.raises(LawBroken):
        numbers(np.zeros(200_001), because="")


def test_a_report_shows_plain_data_only():
    shown = plain([np.float32(1.5), np.array([1, 2]), {"k": (1, None)}, 10**30, "x" * 5000, object()])
    assert json.loads(json.dumps(shown))[:2] == [1.5, [1, 2]]


def test_infinity_is_like_nothing_not_even_like_a_student_s_own_infinity():
    with np.errstate(over="ignore"), pytest.raises(LawBroken):
        law(np.full(3, 1.7e308), 5 * np.full(3, 1.7e308), because="")
    with pytest.raises(LawBroken):
        law([1.0], [2.0], terms=([np.inf],), because="")
