"""The reference of regularization against torch, and what follows from the formulas."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("regularization", ROOT / "solutions/exercise21_regularization.py")
reins = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(reins)

# Written by tests/trajectories/make_regularization.py.
TORCH = json.loads((ROOT / "tests/trajectories/torch_regularization.json").read_text(encoding="utf-8"))
calls = pytest.mark.parametrize("call", TORCH["calls"], ids=lambda call: f"lam {call['lam']}")


@calls
def test_the_penalty_has_the_slope_that_autograd_finds(call):
    loss, grad = reins.regularized(*call["bare"], call["theta"], call["lam"])
    assert loss == pytest.approx(call["penalized"][0], rel=1e-12)
    np.testing.assert_allclose(grad, call["penalized"][1], rtol=1e-12)


@calls
def test_it_shrinks_as_softshrink_does(call):
    np.testing.assert_allclose(reins.soft_threshold(call["theta"], call["amount"]), call["shrunk"], rtol=1e-12)


@calls
def test_it_projects_as_renorm_does(call):
    np.testing.assert_allclose(reins.project_ball(call["theta"], call["radius"]), call["projected"], rtol=1e-6)


def test_some_of_those_places_lie_inside_their_ball_and_some_outside():
    inside = {np.linalg.norm(np.ravel(call["theta"])) <= call["radius"] for call in TORCH["calls"]}
    assert inside == {True, False}


def test_zero_stays_zero():
    assert not reins.project_ball(np.zeros(3), 1.0).any()
