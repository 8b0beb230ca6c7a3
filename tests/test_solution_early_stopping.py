"""The reference of exercise 15 against torch's count of bad losses, and on runs whose answer is known beforehand."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.modules import load_module

ROOT = Path(__file__).parents[1]
early_stopping = load_module(ROOT / "solutions/exercise15_early_stopping.py").early_stopping

# Written by tests/trajectories/make_plateaus.py.
RUNS = json.loads((ROOT / "tests/trajectories/torch_plateaus.json").read_text(encoding="utf-8"))["runs"]
CURVES = st.lists(st.integers(0, 40).map(lambda tenths: tenths / 10), min_size=1, max_size=30)
PATIENCE = st.integers(1, 6)


@pytest.mark.parametrize("run", RUNS, ids=range(len(RUNS)))
def test_torch_loses_its_patience_at_the_same_loss(run):
    stop, best = early_stopping(run["val"], run["patience"], run["min_delta"])
    assert stop == (len(run["val"]) - 1 if run["cut"] is None else run["cut"])
    assert run["val"][best] == run["record"]


def test_the_stored_runs_are_stopped_and_not():
    stops = {run["cut"] is None for run in RUNS}
    assert stops == {True, False}
    assert any(np.isnan(run["val"]).any() for run in RUNS)


@pytest.mark.parametrize(
    ("val", "patience", "min_delta", "pair"),
    [
        ([4, 3, 2, 1], 1, 0.0, (3, 3)),
        ([2, 2, 2, 2, 2], 3, 0.0, (3, 0)),
        ([4, 2, 1, 2, 3, 4, 5], 3, 0.0, (5, 2)),
        ([5, 6, 6, 4, 5, 5, 5], 3, 0.0, (6, 3)),
        ([4, 3.9, 3.8, 3.7, 3.6], 3, 0.25, (4, 3)),
        ([4, 3.9, 3.8, 3.85, 3.6], 3, 0.25, (3, 0)),
        ([float("nan"), 2, 3, 3], 2, 0.0, (3, 1)),
        ([-1, -2, -3, -2.9, -2.8], 2, 0.5, (4, 2)),
    ],
)
def test_runs_worked_by_hand(val, patience, min_delta, pair):
    assert early_stopping(val, patience, min_delta) == pair


@given(CURVES, PATIENCE, st.sampled_from([0.0, 0.25, 0.95]))
def test_the_stop_lies_patience_behind_the_best_or_the_run_is_over(val, patience, min_delta):
    stop, best = early_stopping(val, patience, min_delta)
    assert 0 <= best <= stop < len(val)
    assert stop - best <= patience
    assert stop - best == patience or stop == len(val) - 1


@given(CURVES, PATIENCE)
def test_more_patience_never_stops_sooner_and_never_finds_worse(val, patience):
    (stop, best), (later, better) = (early_stopping(val, patience + more) for more in (0, 1))
    assert stop <= later
    assert val[better] <= val[best]


@given(CURVES, PATIENCE, CURVES)
def test_what_comes_after_a_stop_changes_nothing(val, patience, after):
    stop, best = early_stopping(val, patience)
    if stop - best == patience:
        assert early_stopping(val[: stop + 1] + after, patience) == (stop, best)
