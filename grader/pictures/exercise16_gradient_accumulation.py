"""A run on accumulated gradients, beside one whose sum is never emptied."""

from __future__ import annotations

import numpy as np

from grader.model import Picture
from grader.pictures.toolkit import Asked, Floats, over_steps, rows, short
from grader.suites.toolkit.slopes import springs

START, LR, EVERY, STEPS = 4.0, 0.25, 2, 16
GROUND = springs()
BATCHES = [np.array([[1.0], [-1.0], [0.5 - step % 2]]) for step in range(EVERY * STEPS)]
"""Pieces of three rows whose means pull a little up and a little down; a group's mean is zero."""


def _walked(keeps: bool) -> Floats:
    path, total = [START], 0.0
    for _ in range(STEPS):
        slope = path[-1]
        total = total + slope if keeps else slope
        path.append(path[-1] - LR * total)
    return np.array(path)


RIGHT, KEPT = _walked(False), _walked(True)


def accumulated_descent(yours: Asked) -> Picture:
    """Theta over the steps, with a sum that is emptied and with one that is not."""
    path = rows(yours(GROUND, np.array([START]), BATCHES, LR, EVERY), (1,))[:, 0]
    says = (
        f"With a sum that is emptied after each step the run comes to rest at the mean of all rows, 0: after {STEPS} "
        f"steps it is at {short(RIGHT[-1])}. Never emptied, the sum swings it to and fro between "
        f"{short(KEPT.min())} and {short(KEPT.max())}, as a ball without friction."
    )
    title = f"theta from {START:g}, groups of {EVERY} batches, lr = {LR}"
    return over_steps("accumulated_descent", title, says, "theta", path, RIGHT, [("never emptied", KEPT)], 0)
