"""The reference of exercise 13 against the variances of torch.nn.init, and twelve layers of it."""

import json
from pathlib import Path

import numpy as np
import pytest
from test_drawn_inputs import Listening, graded
from test_solutions import load

from grader import course
from grader.submission import read_submission

# Written by tests/trajectories/make_initialization.py.
TORCH = json.loads((Path(__file__).parent / "trajectories/torch_init.json").read_text(encoding="utf-8"))

right = load("solutions", "exercise13_initialization")


@pytest.mark.parametrize("kept", TORCH["drawn"], ids=lambda kept: f"{kept['function']}-{kept['fan_in']}")
def test_the_variance_is_that_of_torchs_initializers(kept):
    fan_in, fan_out = kept["fan_in"], kept["fan_out"]
    drawn = getattr(right, kept["function"])(fan_in, fan_out, np.random.default_rng(1))
    assert drawn.shape == (fan_in, fan_out)
    # Both are estimates: fourteen of their standard errors.
    assert drawn.var() == pytest.approx(kept["variance"], rel=14 * (4 / drawn.size) ** 0.5)


def test_a_signal_passes_twelve_relu_layers():
    rng = np.random.default_rng(2)
    signal = rng.normal(size=(512, 256))
    for _ in range(12):
        signal = np.maximum(signal @ right.he_init(256, 256, rng), 0)
    assert 0.1 < (signal**2).mean() < 10


def test_the_numbers_by_hand_are_true():
    rng = np.random.default_rng(3)
    assert right.he_init(200, 2000, rng).std() == pytest.approx(0.1, rel=0.02)
    assert right.xavier_init(300, 500, rng).std() == pytest.approx(0.05, rel=0.03)
    assert rng.uniform(-1, 1, 400_000).std() * 3**0.5 == pytest.approx(1, rel=0.01)


def test_one_generator_gives_the_same_weights_once_more():
    one, other = (right.he_init(5, 4, np.random.default_rng(9)) for _ in range(2))
    assert (one == other).all()
    assert (one != right.he_init(5, 4, np.random.default_rng(8))).any()


def test_hardly_a_size_that_is_asked_at_one_seed_is_asked_at_another(sandbox):
    exercise = course.find_exercise("13")
    solution = read_submission(exercise, course.locate_file(exercise, "solutions"))
    asked = []
    for seed in (1, 2):
        listening = Listening(sandbox, key=lambda arguments: tuple(arguments[:2]))
        assert graded(exercise, solution, listening, seed).status == "passed"
        asked.append({size for calls in listening.heard.values() for size, _ in calls if min(size) > 20})
    assert len(asked[0] & asked[1]) <= 0.2 * len(asked[0])
