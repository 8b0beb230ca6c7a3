"""Newton's jump in a narrow valley, beside the many steps of gradient descent."""

from __future__ import annotations

import numpy as np

from grader.model import Picture
from grader.pictures.toolkit import HESSIAN, N_STEPS, SLOPE, START, Asked, array, in_the_valley, walked
from grader.pictures.toolkit.valley import format_loss_left
from grader.suites.toolkit import bowl_path

LR = 0.23
FEW = 3
BOTTOM = np.zeros(2)
RIGHT = np.stack([START, *[BOTTOM] * FEW])
PLAIN = bowl_path(HESSIAN, START, LR, N_STEPS)
TITLE = f"{FEW} undamped steps in a valley"
SAYS = (
    "The first step lands at the bottom, and the others stay there: slope over curvature is the whole way, along the "
    f"valley and across it. Gradient descent with lr = {LR} has {format_loss_left(PLAIN)} the loss at the start after "
    f"{N_STEPS} steps."
)


def newton_step(yours: Asked) -> Picture:
    """A walk of single steps without damping."""
    path = walked(lambda place, _: array(yours(place, SLOPE(place), HESSIAN, 0.0), (2,)))
    return in_the_valley("newton_step", TITLE, path[: FEW + 1], RIGHT, SAYS, [(f"gradient descent, lr = {LR}", PLAIN)])
