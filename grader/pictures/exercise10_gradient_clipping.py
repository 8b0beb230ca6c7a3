"""The length of each gradient of a run that meets two cliffs, before and after clipping."""

from __future__ import annotations

import numpy as np

from grader.model import Picture
from grader.pictures.toolkit import Asked, Floats, NoValue, array, over_steps, same, short

LIMIT = 2.0
STEPS = np.arange(1, 51)
NORMS = (
    0.6 + 0.5 * np.cos(0.9 * STEPS) ** 2 + 5 * np.exp(-0.5 * (STEPS - 17) ** 2) + 3 * np.exp(-((STEPS - 38) ** 2) / 8)
)
"""Gentle ground, a cliff at step 17 and a steep slope about step 38."""
TURNS = 0.7 * STEPS
RIGHT = np.minimum(NORMS, LIMIT)
CLIFF = int(np.argmax(NORMS))


def clip_by_global_norm(yours: Asked) -> Picture:
    """What is left of each gradient, which comes in a vector and a matrix."""
    left = []
    for norm, turn in zip(NORMS, TURNS, strict=True):
        grads = [norm * np.cos(turn) * np.array([0.6, 0.0, -0.8]), norm * np.sin(turn) * np.array([[0.28], [0.96]])]
        left.append(_compute_length(yours(grads, LIMIT)))
    mine = np.array(left)
    if not np.isfinite(mine).all():
        raise NoValue
    title = f"length of each gradient, limit {LIMIT:g}"
    return over_steps("clip_by_global_norm", title, _says(mine), "norm", mine, RIGHT, [("before", NORMS)])


def _compute_length(answer: object) -> float:
    """Return the length of the arrays of one answer."""
    if not isinstance(answer, tuple | list) or len(answer) != 2 or not isinstance(answer[0], tuple | list):
        raise NoValue
    return float(np.sqrt(sum(float(np.sum(array(part) ** 2)) for part in answer[0])))


def _says(mine: Floats) -> str:
    cut = int((NORMS > LIMIT).sum())
    if same(mine, RIGHT):
        return (
            f"At the cliff of step {CLIFF + 1} a gradient of {short(float(NORMS[CLIFF]))} is cut to {LIMIT:g}. "
            f"{cut} of {len(NORMS)} are cut, and all others keep their length."
        )
    apart = int(np.argmax(~np.isclose(mine, RIGHT, rtol=1e-6, atol=1e-9)))
    return (
        f"The lengths part at step {apart + 1}: yours {short(float(mine[apart]))}, right "
        f"{short(float(RIGHT[apart]))}. At the cliff of step {CLIFF + 1} yours is {short(float(mine[CLIFF]))}, and "
        f"{LIMIT:g} is right."
    )
