"""The reference of the gradient check against scipy's differences, and against what its stub says of it."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
# Written by tests/trajectories/make_gradient_check.py.
SCIPY = json.loads((ROOT / "tests/trajectories/scipy_gradient_check.json").read_text("utf-8"))["measured"]

spec = importlib.util.spec_from_file_location("solutions_check", ROOT / "solutions" / "exercise17_gradient_check.py")
check = importlib.util.module_from_spec(spec)
spec.loader.exec_module(check)


def banana(place):
    """Rosenbrock's valley."""
    place = np.asarray(place)
    return np.sum(100 * (place[1:] - place[:-1] ** 2) ** 2 + (1 - place[:-1]) ** 2)


@pytest.mark.parametrize("one", SCIPY, ids=lambda one: f"{len(one['theta'])}-{one['h']}")
def test_a_slope_is_what_scipy_measures(one):
    slope = check.numeric_gradient(banana, one["theta"], one["h"])
    np.testing.assert_allclose(slope, one["slope"], rtol=1e-7, atol=1e-6)


@pytest.mark.parametrize("one", SCIPY, ids=lambda one: f"{len(one['theta'])}-{one['h']}")
def test_an_error_is_made_of_scipys_norms(one):
    np.testing.assert_allclose(check.relative_error(one["slope"], one["formula"]), one["error"], rtol=1e-12)


def test_what_the_stub_says_of_its_examples_is_true():
    off = check.numeric_gradient(lambda x: x**3, 2.0, h=0.5) - 12
    assert off == pytest.approx(4 * (check.numeric_gradient(lambda x: x**3, 2.0, h=0.25) - 12))
    assert check.relative_error([3, 0], [-6, 0]) == 1.0
