"""The rates of a whole run and a little more: up on a line, down on half a cosine, then level."""

from __future__ import annotations

import numpy as np

from grader.model import Picture
from grader.pictures.toolkit import Asked, Floats, NoValue, array, over_steps, same, short

TOTAL, WARMUP, PEAK, FLOOR = 60, 12, 0.4, 0.05
STEPS = np.arange(76)
RAMP = PEAK * np.minimum(STEPS / WARMUP, 1.0)
LEFT = np.clip((TOTAL - STEPS) / (TOTAL - WARMUP), 0.0, 1.0)
"""The share of the descent that lies ahead."""
RIGHT = np.where(STEPS < WARMUP, RAMP, FLOOR + (PEAK - FLOOR) * np.sin(0.5 * np.pi * LEFT) ** 2)
LINE = np.where(STEPS < WARMUP, RAMP, FLOOR + (PEAK - FLOOR) * LEFT)
MARKS = (0, WARMUP, (WARMUP + TOTAL) // 2, TOTAL, int(STEPS[-1]))


def warmup_cosine(yours: Asked) -> Picture:
    """One rate a step, and some steps beyond the end."""
    rates = [float(array(yours(int(step), TOTAL, WARMUP, PEAK, FLOOR), ())) for step in STEPS]
    mine = np.array(rates)
    if not np.isfinite(mine).all():
        raise NoValue
    title = f"warm-up until step {WARMUP}, the end at step {TOTAL}, from {PEAK} to {FLOOR}"
    beside = [("a straight line down", LINE)] if same(mine, RIGHT) else []
    return over_steps("warmup_cosine", title, _says(mine), "lr", mine, RIGHT, beside, first=0)


def _says(mine: Floats) -> str:
    if same(mine, RIGHT):
        bold = int((RIGHT > 0.9 * PEAK).sum()), int((LINE > 0.9 * PEAK).sum())
        return (
            f"The cosine lingers at its peak: {bold[0]} steps have more than nine tenths of it, with a straight line "
            f"{bold[1]} have. After step {TOTAL} the rate rests at {FLOOR}."
        )
    apart = int(np.argmax(~np.isclose(mine, RIGHT, rtol=1e-6, atol=1e-9)))
    told = ", ".join(f"{short(float(mine[step]))} at step {step}" for step in MARKS)
    right = ", ".join(short(float(RIGHT[step])) for step in MARKS)
    return f"The rates part at step {apart}. Yours are {told}; right are {right}."
