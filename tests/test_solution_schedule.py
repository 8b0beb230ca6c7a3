"""The reference schedule against torch's LinearLR and CosineAnnealingLR, and closed forms."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("schedule", ROOT / "solutions/exercise07_schedule.py")
schedule = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(schedule)

# Written by tests/trajectories/make_schedule.py.
TORCH = json.loads((ROOT / "tests/trajectories/torch_schedule.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("plan", TORCH["plans"])
def test_it_has_the_rates_of_torch(plan):
    settings = [plan[name] for name in ("total", "warmup", "peak", "floor")]
    rates = [schedule.warmup_cosine(step, *settings) for step in range(1, plan["total"] + 1)]
    np.testing.assert_allclose(rates, plan["rates"], rtol=1e-9, atol=1e-15)


def test_the_whole_wave_has_the_mean_of_its_two_levels():
    rates = [schedule.warmup_cosine(step, 80, 0, 0.7, 0.1) for step in range(81)]
    assert np.mean(rates) == pytest.approx(0.4)
    assert rates[0] == 0.7


def test_after_the_end_the_rate_is_the_floor_to_the_last_digit():
    for step in (100, 101, 5000):
        assert schedule.warmup_cosine(step, 100, 10, 0.3, 0.01) == pytest.approx(0.01, rel=1e-15)
