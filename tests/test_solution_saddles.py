"""The reference of saddle points against scipy's and torch's answers, and against what its stub says."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
# Written by tests/trajectories/make_saddles.py.
STORED = json.loads((ROOT / "tests/trajectories/saddles.json").read_text("utf-8"))

spec = importlib.util.spec_from_file_location("solutions_saddles", ROOT / "solutions" / "exercise11_saddle_points.py")
saddles = importlib.util.module_from_spec(spec)
spec.loader.exec_module(saddles)


def word(up, down, flat):
    if up and down:
        return "saddle"
    return "flat" if flat else "minimum" if up else "maximum"


@pytest.mark.parametrize("place", STORED["places"], ids=lambda place: "-".join(map(str, place["signs"])))
def test_a_place_is_what_sylvesters_law_makes_of_it(place):
    for tol in (1e-6, 1e-9):
        assert saddles.classify_stationary(place["hessian"], tol) == word(*place["signs"])
    assert saddles.classify_stationary(place["hessian"]) == word(*place["signs"])


def test_the_stored_places_are_of_every_sort():
    words = [word(*place["signs"]) for place in STORED["places"]]
    assert min(words.count(one) for one in ("minimum", "maximum", "saddle", "flat")) >= 4


@pytest.mark.parametrize("run", STORED["walks"], ids=lambda run: f"{len(run['start'])} parameters")
def test_a_noisy_walk_is_torchs(run):
    hessian = np.array(run["hessian"])
    path = saddles.noisy_descent(lambda theta: hessian @ theta, run["start"], run["lr"], run["noise"])
    np.testing.assert_allclose(path, run["path"], rtol=1e-9, atol=1e-11)


def test_without_noise_the_row_of_the_start_is_all():
    assert saddles.noisy_descent(lambda x: x, 3, 0.1, []).tolist() == [3]
    assert saddles.noisy_descent(lambda x: x, [3, 1], 0.1, np.zeros((0, 2))).tolist() == [[3, 1]]


def test_what_the_stub_says_of_its_saddle_is_true():
    hessian = np.array([[1, 3], [3, 1]])
    assert (np.diag(hessian) > 0).all()
    assert np.array([1, -1]) @ hessian @ np.array([1, -1]) < 0
