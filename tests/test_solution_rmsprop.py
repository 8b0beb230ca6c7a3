"""The reference of RMSProp against torch.optim, closed forms, and what the stub remarks."""

import json
from pathlib import Path

import numpy as np
import pytest
from test_solutions import load

# Written by tests/trajectories/make_rmsprop.py.
TORCH = json.loads((Path(__file__).parent / "trajectories" / "torch_rmsprop.json").read_text(encoding="utf-8"))
step = load("solutions", "exercise08_rmsprop").rmsprop_step


@pytest.mark.parametrize("run", TORCH["runs"], ids=lambda run: f"rho={run['rho']}")
def test_rmsprop_walks_with_torch(run):
    theta, v = run["path"][0], np.zeros(np.shape(run["path"][0]))
    for grad, there in zip(run["grads"], run["path"][1:], strict=True):
        theta, v = step(theta, v, grad, run["lr"], run["rho"])
        np.testing.assert_allclose(theta, there, rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(v, run["v"], rtol=1e-9)


def test_steps_from_rest_begin_bold_and_settle_at_lr():
    theta, v, rho = np.zeros(2), np.zeros(2), 0.99
    for t in range(1, 901):
        there, v = step(theta, v, [400.0, -0.3], 0.05, rho)
        np.testing.assert_allclose(there - theta, np.array([-0.05, 0.05]) / np.sqrt(1 - rho**t), rtol=1e-6)
        theta = there


def test_a_slope_whose_square_is_the_memory_moves_by_lr():
    """What the stub asks at the end of its example."""
    theta, v = step(1.0, 12.0, np.sqrt(12.0), lr=0.5, rho=0.75)
    assert (theta, v) == (pytest.approx(0.5), pytest.approx(12.0))


def test_arguments_are_left_alone_and_answers_are_new():
    mine = np.array([1.0, 2.0, 4.0])
    for answer in step(mine, mine, mine, 0.5, 0.9):
        assert not np.shares_memory(answer, mine)
    assert mine.tolist() == [1.0, 2.0, 4.0]
