"""A heavy ball in a narrow valley, beside a walker without memory."""

from __future__ import annotations

from grader.model import Picture
from grader.pictures.toolkit import HESSIAN, N_STEPS, SLOPE, START, Asked, in_the_valley, rolled, rows
from grader.pictures.toolkit.valley import format_loss_left
from grader.suites.toolkit import bowl_path, rolling_path

LR, BETA = 0.04, 0.8
RIGHT = rolling_path(HESSIAN, START, LR, BETA, N_STEPS)
PLAIN = bowl_path(HESSIAN, START, LR, N_STEPS)
BESIDE = [("plain descent, same lr", PLAIN)]
TITLE = f"{N_STEPS} steps in a valley, lr = {LR}, β = {BETA}"
SAYS = (
    "Pushes along the valley add up, pushes across it take turns and largely cancel. After "
    f"{N_STEPS} steps {format_loss_left(RIGHT)} the loss at the start is left; gradient descent with the same "
    f"learning rate still has {format_loss_left(PLAIN)} it."
)


def momentum_step(yours: Asked) -> Picture:
    """A walk of single steps from rest, each from the velocity that the step before returned."""
    path = rolled(lambda place, velocity: yours(place, velocity, SLOPE(place), LR, BETA))
    return in_the_valley("momentum_step", TITLE, path, RIGHT, SAYS, BESIDE)


def momentum_descent(yours: Asked) -> Picture:
    """The walk as it comes back."""
    path = rows(yours(SLOPE, START, LR, BETA, N_STEPS), (2,))
    return in_the_valley("momentum_descent", TITLE, path, RIGHT, SAYS, BESIDE)
