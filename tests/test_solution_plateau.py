"""The reference of exercise 22 against torch's rates, and on runs whose rates are known beforehand."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.modules import load_module

ROOT = Path(__file__).parents[1]
reduce_on_plateau = load_module(ROOT / "solutions/exercise22_plateau.py").reduce_on_plateau

# Written by tests/trajectories/make_cuts.py.
RUNS = json.loads((ROOT / "tests/trajectories/torch_cuts.json").read_text(encoding="utf-8"))["runs"]
CURVES = st.lists(st.integers(0, 40).map(lambda tenths: tenths / 10), min_size=1, max_size=30)
PATIENCE = st.integers(1, 6)


@pytest.mark.parametrize("run", RUNS, ids=range(len(RUNS)))
def test_torch_has_the_same_rates(run):
    settings = {name: value for name, value in run.items() if name != "rates"}
    np.testing.assert_allclose(reduce_on_plateau(**settings), run["rates"], rtol=1e-12)


def test_the_stored_runs_are_cut_once_and_often_and_have_gaps():
    cuts = {len(set(run["rates"])) - 1 for run in RUNS}
    assert {0, 1, 2} <= cuts
    assert any(np.isnan(run["losses"]).any() for run in RUNS)
    assert any(run["rates"][-1] == run["floor"] for run in RUNS)


@pytest.mark.parametrize(
    ("losses", "more", "rates"),
    [
        ([5, 4, 4, 4.5, 3, 3, 3], (0.8, 0.5, 2), [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2]),
        ([2, 2, 2, 2, 2], (1.0, 0.5, 1), [1, 0.5, 0.25, 0.125, 0.0625]),
        ([3, float("nan"), 3.2, 2.9, float("nan"), 3.0], (1.0, 0.5, 2), [1, 1, 0.5, 0.5, 0.5, 0.25]),
        ([3, 5, 4.5, 4, 3.5, 3.2, 3.1], (1.0, 0.5, 3), [1, 1, 1, 0.5, 0.5, 0.5, 0.25]),
        ([3, 2.96, 2.92, 2.88, 2.84, 2.80, 2.76], (1.0, 0.5, 3, 0.1), [1] * 7),
        ([3, 3, 3, 3, 3], (1.0, 0.1, 2, 0.0, 0.3), [1, 1, 0.3, 0.3, 0.3]),
    ],
)
def test_runs_worked_by_hand(losses, more, rates):
    np.testing.assert_allclose(reduce_on_plateau(losses, *more), rates, rtol=1e-12)


@given(CURVES, PATIENCE, st.sampled_from([0.0, 0.25, 0.95]))
def test_rates_never_rise_and_never_leave_the_floor_behind(losses, patience, min_delta):
    rates = reduce_on_plateau(losses, 1.0, 0.5, patience, min_delta, 0.1)
    assert len(rates) == len(losses)
    assert (np.diff(rates) <= 0).all()
    assert rates.min() >= 0.1


@given(CURVES, PATIENCE, CURVES)
def test_later_losses_change_no_earlier_rate(losses, patience, more):
    before = reduce_on_plateau(losses, 1.0, 0.5, patience)
    np.testing.assert_array_equal(reduce_on_plateau(losses + more, 1.0, 0.5, patience)[: len(losses)], before)
