"""A noisy curve with the rate that came back after each of its losses."""

from __future__ import annotations

import numpy as np

from grader.model import Curve, Picture
from grader.pictures.toolkit import Asked, Floats, array, row
from grader.text import format_number

STEPS = np.arange(26)
LOSSES = 0.9 + 3.4 * np.exp(-0.9 * STEPS) + 0.2 * np.sin(2.1 * STEPS) - 0.4 * (STEPS >= 12)
"""Falls and hovers, drops once more at step 12, and hovers again."""
LR, FACTOR, PATIENCE, MIN_DELTA, FLOOR = 4.0, 0.5, 4, 0.05, 0.7


def reduce_on_plateau(yours: Asked) -> Picture:
    """The losses, and the rates beside the right ones."""
    mine = array(yours(LOSSES, LR, FACTOR, PATIENCE, MIN_DELTA, FLOOR), STEPS.shape)
    right = _compute_rates()
    differs = not np.allclose(mine, right, rtol=1e-4)
    curves = [Curve("loss", "ground", row(STEPS), row(LOSSES))]
    if differs:
        curves.append(Curve("right rate", "right", row(STEPS), row(right)))
    curves.append(Curve("your rate" if differs else "rate, yours (right)", "yours", row(STEPS), row(mine)))
    cuts = np.flatnonzero(np.diff(right)) + 1
    places = ", ".join(map(str, cuts[:-1])) + f" and {cuts[-1]}"
    says = f"The rate is cut at {places}, each time after {PATIENCE} losses that were not better."
    if differs:
        first = int(np.argmax(~np.isclose(mine, right, rtol=1e-4)))
        says += (
            f" At step {first} yours is {format_number(mine[first])}, and {format_number(right[first])} would be right."
        )
    title = f"patience {PATIENCE}, factor {FACTOR:g}, min_delta {MIN_DELTA:g}, floor {FLOOR:g}"
    return Picture(
        "reduce_on_plateau", title, says, "step", "loss and rate", tuple(curves), differs, (0.0, 25.0, 0.0, 4.5)
    )


def _compute_rates() -> Floats:
    """Return the right rate after each loss."""
    best, count, rate, rates = np.inf, 0, LR, []
    for loss in LOSSES:
        count += 1
        if loss < best - MIN_DELTA:
            best, count = loss, 0
        if count == PATIENCE:
            rate, count = max(rate * FACTOR, FLOOR), 0
        rates.append(rate)
    return np.array(rates)
