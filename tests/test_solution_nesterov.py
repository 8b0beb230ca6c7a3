"""The reference of Nesterov's momentum against torch.optim, closed forms, and what the stub remarks."""

import json
from pathlib import Path

import numpy as np
import pytest
from test_solutions import load

from grader.suites.toolkit import rolling_path

# Written by tests/trajectories/make_nesterov.py.
TORCH = json.loads((Path(__file__).parent / "trajectories" / "torch_nesterov.json").read_text(encoding="utf-8"))
step = load("solutions", "exercise09_nesterov").nesterov_step
heavy = load("solutions", "exercise02_momentum").momentum_step


@pytest.mark.parametrize("run", TORCH["runs"], ids=lambda run: f"beta={run['beta']}")
def test_the_place_ahead_walks_with_torch(run):
    lr, beta = run["lr"], run["beta"]
    theta, v = run["path"][0], np.zeros(np.shape(run["path"][0]))
    for ahead, kept in zip(run["path"][1:], run["buffers"], strict=True):
        theta, v = step(theta, v, lambda x: 0.7 * x + np.sin(2 * x), lr, beta)
        np.testing.assert_allclose(v, kept, rtol=1e-9, atol=1e-11)
        np.testing.assert_allclose(theta - lr * beta * v, ahead, rtol=1e-9, atol=1e-11)


def test_on_a_coupled_quadratic_it_follows_the_closed_form():
    hessian, start, lr, beta = np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([4.0, -2.5]), 0.3, 0.7
    path, v = [start], np.zeros(2)
    for _ in range(20):
        theta, v = step(path[-1], v, lambda x: hessian @ x, lr, beta)
        path.append(theta)
    np.testing.assert_allclose(path, rolling_path(hessian, start, lr, beta, 20, ahead=True), atol=1e-10)


def test_the_heavy_ball_of_the_stub_is_at_the_bottom_and_passes_it_further():
    theta, v = heavy(2.0, 5.0, 4.0, lr=0.25, beta=0.8)
    assert (theta, v) == (pytest.approx(0.0), pytest.approx(8.0))
    later, _ = heavy(theta, v, 2 * theta, lr=0.25, beta=0.8)
    mine, _ = step(*step(2.0, 5.0, lambda x: 2 * x, 0.25, 0.8), lambda x: 2 * x, 0.25, 0.8)
    assert abs(mine) < abs(later)


def test_arguments_are_left_alone_and_answers_are_new():
    mine = np.array([1.0, 2.0, 4.0])
    for answer in step(mine, mine, lambda x: x, 0.5, 0.9):
        assert not np.shares_memory(answer, mine)
    assert mine.tolist() == [1.0, 2.0, 4.0]
