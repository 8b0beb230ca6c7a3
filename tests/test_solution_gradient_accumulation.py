"""The reference of gradient accumulation against torch's own, and against what its stub says of it."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
# Written by tests/trajectories/make_accumulation.py.
TORCH = json.loads((ROOT / "tests/trajectories/torch_accumulation.json").read_text("utf-8"))["runs"]

spec = importlib.util.spec_from_file_location("solutions_sums", ROOT / "solutions/exercise16_gradient_accumulation.py")
sums = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sums)


def slope(theta, rows):
    """Of ½ (x·theta − y)², the mean over the rows (x, y)."""
    rows = np.asarray(rows)
    return (rows[:, :-1] @ theta - rows[:, -1]) @ rows[:, :-1] / len(rows)


@pytest.mark.parametrize("run", TORCH, ids=lambda run: f"every-{run['every']}")
def test_a_run_takes_torchs_steps(run):
    path = sums.accumulated_descent(slope, run["theta0"], run["batches"], run["lr"], run["every"])
    np.testing.assert_allclose(path, run["path"], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("run", TORCH, ids=lambda run: f"every-{run['every']}")
def test_pieces_give_torchs_gradient_of_the_whole(run):
    grads = [slope(np.array(run["theta0"]), batch) for batch in run["batches"]]
    whole = sums.accumulated_gradient(grads, [len(batch) for batch in run["batches"]])
    np.testing.assert_allclose(whole, run["whole"], rtol=1e-9, atol=1e-12)


def test_what_the_stub_says_of_its_examples_is_true():
    def spring(theta, rows):
        return theta - np.mean(rows, axis=0)

    batches = [[[4.0], [8.0]], [[3.0]], [[9.0]]]
    path = sums.accumulated_descent(spring, [0.0], batches, 0.5, 2)
    np.testing.assert_allclose(path, [[0.0], [2.5], [5.75]])
    np.testing.assert_allclose(sums.accumulated_gradient([[2, 0], [6, 4]], [3, 1]), [3, 1])
