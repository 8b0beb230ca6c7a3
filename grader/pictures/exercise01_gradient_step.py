"""Gradient descent in a narrow valley."""

from __future__ import annotations

from grader.model import Picture
from grader.pictures.toolkit import HESSIAN, N_STEPS, SLOPE, START, Asked, array, in_the_valley, rows, walked
from grader.pictures.toolkit.valley import ACROSS, ALONG
from grader.suites.toolkit import bowl_path
from grader.text import format_number

LR = 0.23
RIGHT = bowl_path(HESSIAN, START, LR, N_STEPS)
SAYS = (
    f"Across the valley each step lands on the other wall, {format_number(abs(1 - LR * ACROSS))} times as high; along "
    f"it each step leaves {format_number(1 - LR * ALONG)} of the way. One learning rate has to serve both."
)


def gradient_step(yours: Asked) -> Picture:
    """A walk of single steps."""
    path = walked(lambda place, _: array(yours(place, SLOPE(place), LR), (2,)))
    return in_the_valley("gradient_step", f"{N_STEPS} steps in a valley, lr = {LR}", path, RIGHT, SAYS)


def gradient_descent(yours: Asked) -> Picture:
    """The walk as it comes back."""
    path = rows(yours(SLOPE, START, LR, N_STEPS), (2,))
    return in_the_valley("gradient_descent", f"{N_STEPS} steps in a valley, lr = {LR}", path, RIGHT, SAYS)
