"""The reference of gradient clipping against torch's clip_grad_norm_, and what follows from the formula."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("clipping", ROOT / "solutions/exercise10_gradient_clipping.py")
clipping = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(clipping)

# Written by tests/trajectories/make_clipping.py.
TORCH = json.loads((ROOT / "tests/trajectories/torch_clipping.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("call", TORCH["calls"], ids=lambda call: f"limit {call['max_norm']}")
def test_it_clips_as_torch_does(call):
    clipped, norm = clipping.clip_by_global_norm([np.array(grad) for grad in call["grads"]], call["max_norm"])
    assert norm == pytest.approx(call["norm"], rel=1e-12)
    for mine, theirs in zip(clipped, call["clipped"], strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-5)


def test_some_of_those_gradients_were_cut_and_some_were_not():
    assert {call["norm"] > call["max_norm"] for call in TORCH["calls"]} == {True, False}


def test_a_clipped_gradient_has_the_length_of_the_limit():
    grads = [np.array([3.0, -2.0]), np.array(7.0), np.ones((2, 3))]
    clipped, _ = clipping.clip_by_global_norm(grads, 0.7)
    assert np.sqrt(sum(np.sum(part**2) for part in clipped)) == pytest.approx(0.7, rel=1e-14)


def test_zeros_stay_zeros():
    clipped, norm = clipping.clip_by_global_norm([np.zeros(2), np.zeros((1, 2))], 1.0)
    assert norm == 0
    assert not any(part.any() for part in clipped)
