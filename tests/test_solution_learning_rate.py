"""The references of exercise 6 against torch's Hessians and its SGD, and against a search for the best rate."""

import json
from pathlib import Path

import numpy as np
import pytest

from grader.course.modules import load_module

ROOT = Path(__file__).parents[1]
rates = load_module(ROOT / "solutions/exercise06_learning_rate.py")

# Written by tests/trajectories/make_learning_rates.py.
TORCH = json.loads((ROOT / "tests/trajectories/torch_learning_rates.json").read_text(encoding="utf-8"))
VALLEYS = [pytest.param(valley, id=f"{len(valley['hessian'])} parameters") for valley in TORCH["valleys"]]


@pytest.mark.parametrize("valley", VALLEYS)
def test_curvatures_are_those_that_torch_finds(valley):
    assert rates.condition_number(valley["hessian"]) == pytest.approx(valley["cond"], rel=1e-9)
    assert rates.max_stable_lr(valley["hessian"]) == pytest.approx(2 / valley["largest"], rel=1e-12)


@pytest.mark.parametrize("valley", VALLEYS)
def test_torch_sgd_settles_below_the_edge_and_runs_away_above_it(valley):
    edge, steps = rates.max_stable_lr(valley["hessian"]), TORCH["steps"]
    below, above, half = valley["runs"]
    assert below["lr"] < edge < above["lr"]
    assert abs(below["left"][1]) == pytest.approx(0.98**steps, rel=1e-6)
    assert abs(above["left"][1]) == pytest.approx(1.02**steps, rel=1e-6)
    # Half the edge lands the steepest direction at once; what is left of the flattest tells the condition number.
    assert abs(half["left"][1]) < 1e-12
    if len(valley["hessian"]) > 1:
        assert half["left"][0] == pytest.approx((1 - 1 / rates.condition_number(valley["hessian"])) ** steps, rel=1e-6)


@pytest.mark.parametrize("valley", VALLEYS)
def test_no_other_rate_shrinks_the_slowest_direction_faster(valley):
    curvatures = np.linalg.eigvalsh(valley["hessian"])
    best, kappa = rates.best_lr(valley["hessian"]), rates.condition_number(valley["hessian"])

    def slowest(lr):
        return np.abs(1 - lr * curvatures).max()

    assert slowest(best) == pytest.approx((kappa - 1) / (kappa + 1), abs=1e-12)
    assert all(slowest(best) <= slowest(lr) for lr in best * np.linspace(0.1, 2, 381))
