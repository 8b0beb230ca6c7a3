"""The formulas of a test analysis, against the figures that their sources print."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.analysis.statistics import (
    compute_alpha,
    compute_correlation,
    compute_difference,
    compute_interval,
    compute_item_rest,
)

RATINGS = """
43 51 30 39 61 92 45 63 64 51 54 63 73 47 71 70 68 69 76 86 48 61 63 45 47 54 84 35 81 78 56 66 71 83 47
43 55 49 44 54 49 34 58 67 42 56 66 68 35 71 75 50 55 70 66 41 72 82 72 67 71 83 31 67 61 45 47 62 80 41
64 53 53 58 58 67 34 67 60 47 39 59 74 41 69 62 57 42 55 63 25 68 83 83 45 59 77 35 77 77 54 72 79 77 46
81 90 50 72 60 54 36 74 85 64 69 79 79 63 65 60 65 75 55 80 60 65 70 46 57 75 85 46 50 58 68 54 64 78 52
50 40 33 34 43 64 33 64 61 52 62 66 80 41 53 66 52 50 63 80 37 40 37 42 58 50 57 49 63 54 42 48 66 75 33
66 77 66 63 88 76 72 78 75 58 74 80 78 49 48 57 44 45 51 83 38 85 85 71 71 77 74 55 82 82 39 59 64 78 39
"""
ATTITUDE = np.array([int(one) for one in RATINGS.split()], dtype=float).reshape(30, 7)
"""Seven ratings of thirty departments (Chatterjee & Price, Regression Analysis by Example, 1977; R's `attitude`)."""


@pytest.mark.parametrize(
    ("successes", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_that_of_newcombes_table(successes, of, low, high):
    """R. G. Newcombe, Statistics in Medicine 17 (1998), p. 857, table I, method 3."""
    assert compute_interval(successes, of) == pytest.approx((low, high), abs=5e-5)


def test_the_interval_of_a_difference_is_that_of_newcombes_table():
    """R. G. Newcombe, Statistics in Medicine 17 (1998), p. 873, table II, method 10, example (a): 56/70 less 48/80."""
    assert compute_difference((56, 70), (48, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_alpha_and_item_rest_are_those_that_the_psych_package_prints():
    """`psych::alpha(attitude)` of W. Revelle's R package: raw_alpha 0.84, and its column r.drop."""
    assert compute_alpha(ATTITUDE) == pytest.approx(0.84, abs=0.005)
    assert compute_item_rest(ATTITUDE) == pytest.approx([0.67, 0.74, 0.56, 0.71, 0.79, 0.27, 0.46], abs=0.006)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_within_0_and_1(counts):
    low, high = compute_interval(*counts)
    assert 0 <= low <= counts[0] / counts[1] <= high <= 1


@given(st.integers(1, 80), st.integers(1, 80))
def test_a_difference_of_a_share_with_itself_holds_zero(count, more):
    low, high = compute_difference((count, count + more), (count, count + more))
    assert low < 0 < high


def test_what_cannot_be_told_is_nan():
    assert all(map(math.isnan, compute_interval(0, 0)))
    assert all(map(math.isnan, compute_difference((0, 0), (1, 2))))
    assert math.isnan(compute_correlation(np.ones(5), np.arange(5.0)))
    assert math.isnan(compute_alpha(np.ones((5, 1))))


def test_an_item_that_was_not_judged_leaves_its_student_out_of_that_item_alone():
    scores = np.array([[1.0, 1, 1], [0, 0, 0], [1, 1, 0], [0, 0, 1], [np.nan, 1, 1]])
    rest = compute_item_rest(scores)
    assert rest[0] == pytest.approx(np.corrcoef([1, 0, 1, 0], [1, 0, 0.5, 0.5])[0, 1])
