"""The reference of one layer and of two against torch's autograd, and what descent makes of both."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("layers", ROOT / "solutions/exercise18_linear_vs_deep.py")
layers = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(layers)

# Written by tests/trajectories/make_products.py.
TORCH = json.loads((ROOT / "tests/trajectories/torch_products.json").read_text(encoding="utf-8"))
EACH = pytest.mark.parametrize("held", TORCH["data"], ids=lambda held: "×".join(map(str, np.shape(held["X"]))))


@EACH
def test_one_layer_has_torchs_slope(held):
    mine = layers.linear_gradient(held["X"], held["y"], held["w"])
    np.testing.assert_allclose(mine, held["linear"], rtol=1e-12, atol=1e-15)


@EACH
def test_two_layers_have_torchs_slopes(held):
    mine = layers.two_layer_gradients(held["X"], held["y"], held["W1"], held["w2"])
    for one, theirs in zip(mine, held["deep"], strict=True):
        np.testing.assert_allclose(one, theirs, rtol=1e-12, atol=1e-15)


def test_descent_through_two_layers_ends_at_the_same_fit():
    rng = np.random.default_rng(4)
    X, y = rng.normal(size=(20, 2)), rng.normal(size=20)
    W1, w2 = 0.1 * rng.normal(size=(2, 3)), 0.1 * rng.normal(size=3)
    for _ in range(4000):
        dW1, dw2 = layers.two_layer_gradients(X, y, W1, w2)
        W1, w2 = W1 - 0.2 * dW1, w2 - 0.2 * dw2
    np.testing.assert_allclose(W1 @ w2, np.linalg.lstsq(X, y, rcond=None)[0], atol=1e-6)


def test_both_layers_zero_stay_zero():
    for one in layers.two_layer_gradients(np.eye(3), np.ones(3), np.zeros((3, 2)), np.zeros(2)):
        assert not one.any()
