"""The reference of gradient flow against torch's autograd, and what follows from the chain rule."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("flow", ROOT / "solutions/exercise19_gradient_flow.py")
flow = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(flow)

# Written by tests/trajectories/make_flows.py.
TORCH = json.loads((ROOT / "tests/trajectories/torch_flows.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("net", TORCH["nets"], ids=lambda net: f"{net['activation']} of {len(net['weights'])}")
def test_it_sends_gradients_down_as_torch_does(net):
    mine = flow.backpropagate(net["weights"], net["slopes"], net["upstream"])
    assert len(mine) == len(net["gradients"])
    for one, theirs in zip(mine, net["gradients"], strict=True):
        np.testing.assert_allclose(one, theirs, rtol=1e-12, atol=1e-15)


def test_some_of_those_units_were_dead():
    assert any(0.0 in slope for net in TORCH["nets"] for slope in net["slopes"])


def test_ten_sigmoids_at_their_steepest_starve_the_first_layer():
    mine = flow.backpropagate([np.eye(2)] * 10, [np.full(2, 0.25)] * 10, np.array([3.0, 4.0]))
    assert flow.flow_verdict([np.linalg.norm(one) for one in mine]) == "vanishing"


def test_a_gradient_that_is_no_number_has_exploded():
    assert flow.flow_verdict([1e-9, np.nan, 1.0]) == "exploding"
