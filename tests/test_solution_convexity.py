"""The reference of exercise 23 against SciPy's Rosenbrock valley, and where the answer is known beforehand."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.modules import load_module

ROOT = Path(__file__).parents[1]
solution = load_module(ROOT / "solutions/exercise23_convexity.py")

# Written by tests/trajectories/make_bends.py.
STORED = json.loads((ROOT / "tests/trajectories/scipy_bends.json").read_text(encoding="utf-8"))
NUMBERS = st.integers(-30, 30).map(lambda tenths: tenths / 10)
SHARES = st.integers(0, 20).map(lambda twentieths: twentieths / 20)


def rosenbrock(place):
    """Σ 100·(x₂ − x₁²)² + (1 − x₁)² over neighbours, as SciPy's `rosen` has it."""
    first, second = place[:-1], place[1:]
    return np.sum(100 * (second - first**2) ** 2 + (1 - first) ** 2)


@pytest.mark.parametrize("bend", STORED["bends"], ids=range(len(STORED["bends"])))
def test_scipys_hessian_bends_as_much(bend):
    found = solution.curvature_along(rosenbrock, bend["theta"], bend["direction"])
    assert found == pytest.approx(bend["bend"], rel=1e-4, abs=1e-3)


@pytest.mark.parametrize("chord", STORED["chords"], ids=range(len(STORED["chords"])))
def test_scipys_losses_lie_as_far_below_the_chord(chord):
    wanted = chord["t"] * chord["ends"][0] + (1 - chord["t"]) * chord["ends"][1] - chord["between"]
    assert solution.chord_gap(rosenbrock, chord["x"], chord["y"], chord["t"]) == pytest.approx(wanted, rel=1e-9)


def test_the_stored_bends_go_up_and_down():
    assert {bend["bend"] > 0 for bend in STORED["bends"]} == {True, False}


def test_the_examples_worked_by_hand():
    assert solution.chord_gap(lambda p: p**2, 4.0, 0.0, 0.25) == pytest.approx(3.0)
    assert solution.chord_gap(lambda p: p**4 - p**2, -0.7, 0.7, 0.5) == pytest.approx(-0.2499)
    assert solution.curvature_along(lambda p: p**4, 1.0, 5.0, h=0.5) == pytest.approx(12.5)
    assert solution.curvature_along(lambda p: p[0] * p[1], [3, 1], [2, -2]) == pytest.approx(-1.0, abs=1e-6)


@given(NUMBERS, NUMBERS, SHARES)
def test_no_chord_runs_below_a_convex_loss(x, y, t):
    for convex in (lambda p: p**2, lambda p: abs(p), lambda p: np.exp(p), lambda p: 3 - 2 * p):
        assert solution.chord_gap(convex, x, y, t) >= -1e-9


@given(NUMBERS, st.sampled_from([-4.0, -1.0, 0.5, 7.0]), st.sampled_from([1e-3, 0.1, 1.0]))
def test_a_parabola_bends_alike_everywhere(x, direction, h):
    assert solution.curvature_along(lambda p: 3 * p**2 + 2 * p, x, direction, h) == pytest.approx(6.0, rel=1e-6)
