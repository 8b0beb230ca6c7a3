"""The reference of mini-batch noise against torch, against every batch there is, and against a simulation."""

import importlib.util
import itertools
import json
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("batches", ROOT / "solutions/exercise20_minibatch_noise.py")
batches = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(batches)

# Written by tests/trajectories/make_minibatch_noise.py.
STORED = json.loads((ROOT / "tests/trajectories/torch_minibatch_noise.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("batch", STORED["batches"], ids=lambda batch: str(batch["index"]))
def test_a_batch_has_the_gradient_that_torch_finds(batch):
    found = batches.minibatch_gradient(STORED["per_example"], batch["index"])
    np.testing.assert_allclose(found, batch["gradient"], rtol=1e-12)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_variance_is_that_of_every_batch_that_can_be_drawn(size):
    rows = np.array(STORED["per_example"])
    for replace, ways in ((True, itertools.product), (False, itertools.permutations)):
        drawn = ways(range(6), repeat=size) if replace else ways(range(6), size)
        means = np.array([rows[list(index)].mean(axis=0) for index in drawn])
        np.testing.assert_allclose(batches.noise_variance(rows, size, replace), means.var(axis=0), rtol=1e-12)


@pytest.mark.parametrize("floor", STORED["floors"], ids=lambda floor: str(floor["bowl"]))
def test_a_run_settles_at_the_floor(floor):
    assert batches.noise_floor(*floor["bowl"]) == pytest.approx(floor["variance"], rel=0.01)
