"""Laws of numbers that are drawn: how far chance may take them from what they are drawn for.

Fourteen standard errors are allowed. No right program leaves them, whatever its seed, and a wrong one is beyond them
where enough numbers are drawn.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.suites.toolkit.law import holds

Floats = NDArray[np.float64]

ERRORS = 14
"""Standard errors that are allowed."""


def has_variance(entries: Floats, variance: float) -> None:
    """Demand numbers of this variance, with the room of normal numbers (uniform ones need less). Raises LawBroken."""
    room = ERRORS * math.sqrt(2 / entries.size)
    actual = float(np.var(entries))
    holds(
        abs(actual / variance - 1) <= room,
        expected=f"a variance of {variance:.4g}, give or take {100 * room:.2g} %",
        actual=f"a variance of {actual:.4g}",
    )


def has_mean_zero(entries: Floats) -> None:
    """Demand numbers that are as often above zero as below, and as far. Raises LawBroken."""
    spread = float(np.std(entries))
    room = ERRORS / math.sqrt(entries.size)
    holds(
        spread > 0 and abs(entries.mean()) <= room * spread,
        expected=f"a mean of 0, give or take {room:.2g} of the spread",
        actual=f"a mean of {entries.mean():.4g} and a spread of {spread:.4g}",
    )
    below = float((entries < 0).mean())
    holds(
        abs(below - 0.5) <= room / 2,
        expected="half of them below zero",
        actual=f"{100 * below:.3g} % below zero",
    )


def power_through(layers: Any, draw: np.random.Generator, bend: Any, batch: int = 256) -> float:
    """Return by which factor layers change the mean square of a random batch."""
    signal = draw.normal(size=(batch, len(layers[0])))
    before = float((signal**2).mean())
    with np.errstate(all="ignore"):
        for weights in layers:
            signal = bend(signal @ weights)
        return float((signal**2).mean()) / before
