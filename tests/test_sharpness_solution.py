"""The reference of exercise 14 against torch's Hessians and SAM's steps by autograd, and against chance itself."""

import json
from pathlib import Path

import numpy as np
import pytest
from test_solutions import load

# Written by tests/trajectories/make_sharpness.py.
TORCH = json.loads((Path(__file__).parent / "trajectories/torch_sharpness.json").read_text(encoding="utf-8"))

right = load("solutions", "exercise14_sharpness")


@pytest.mark.parametrize("kept", TORCH["hessians"], ids=lambda kept: f"{len(kept['hessian'])} weights")
def test_sharpness_and_rises_are_those_of_torchs_hessians(kept):
    hessian, largest, trace = kept["hessian"], kept["largest"], kept["trace"]
    assert right.sharpness(hessian) == pytest.approx(largest, rel=1e-12)
    assert right.worst_case_rise(hessian, 0.3) == pytest.approx(0.045 * max(largest, 0), rel=1e-12)
    assert right.expected_rise(hessian, 0.3) == pytest.approx(0.045 * trace, rel=1e-12)


@pytest.mark.parametrize("run", TORCH["runs"], ids=lambda run: f"rho {run['rho']}")
def test_sam_walks_with_autograd_and_sgd(run):
    coupling = np.array(run["coupling"])

    def slope(theta):
        flat = np.reshape(theta, -1)
        return (coupling @ flat + np.sin(2 * flat)).reshape(np.shape(theta))

    for here, there in zip(run["path"][:-1], run["path"][1:], strict=True):
        np.testing.assert_allclose(right.sam_step(here, slope, run["lr"], run["rho"]), there, rtol=1e-9, atol=1e-11)


def test_random_shoves_rise_as_foretold():
    hessian = np.array([[3.0, 1.0, 0.0], [1.0, -2.0, 0.5], [0.0, 0.5, 6.0]])
    noise = np.random.default_rng(3).normal(scale=0.7, size=(400_000, 3))
    rises = 0.5 * np.einsum("ki,ij,kj->k", noise, hessian, noise)
    assert right.expected_rise(hessian, 0.7) == pytest.approx(rises.mean(), abs=14 * rises.std() / 400_000**0.5)
    onto = noise / np.linalg.norm(noise, axis=1, keepdims=True)
    highest = (0.5 * np.einsum("ki,ij,kj->k", onto, hessian, onto)).max()
    assert right.worst_case_rise(hessian, 1.0) == pytest.approx(highest, rel=1e-3)


def test_the_border_of_the_learning_rate_is_two_over_sharpness():
    hessian = np.array([[2.0, 1.0], [1.0, 3.0]])
    for share, settles in ((0.98, True), (1.02, False)):
        turn = np.eye(2) - share * 2 / right.sharpness(hessian) * hessian
        assert bool(np.abs(np.linalg.matrix_power(turn, 400)).max() < 1) is settles


def test_sam_makes_a_new_place_even_where_it_stays():
    theta = np.array([1.0, 2.0])
    stays = right.sam_step(theta, lambda place: 0 * place, 0.1, 0.5)
    assert stays.tolist() == [1.0, 2.0]
    assert not np.shares_memory(stays, theta)
