"""A ball that looks ahead in a narrow valley, beside one that does not."""

from __future__ import annotations

from grader.model import Picture
from grader.pictures.toolkit import HESSIAN, N_STEPS, SLOPE, START, Asked, in_the_valley, rolled
from grader.pictures.toolkit.valley import format_loss_left
from grader.suites.toolkit import rolling_path

LR, BETA = 0.15, 0.9
RIGHT = rolling_path(HESSIAN, START, LR, BETA, N_STEPS, ahead=True)
HEAVY = rolling_path(HESSIAN, START, LR, BETA, N_STEPS)
SAYS = (
    f"The wall ahead slows the ball down before it climbs it. After {N_STEPS} steps {format_loss_left(RIGHT)} the loss "
    f"at the start is left; a heavy ball with the same lr and β swings from wall to wall and still has "
    f"{format_loss_left(HEAVY)} it."
)


def nesterov_step(yours: Asked) -> Picture:
    """A walk of single steps from rest, each from the velocity that the step before returned."""
    path = rolled(lambda place, velocity: yours(place, velocity, SLOPE, LR, BETA))
    title = f"{N_STEPS} steps in a valley, lr = {LR}, β = {BETA}"
    return in_the_valley("nesterov_step", title, path, RIGHT, SAYS, [("heavy ball, same lr", HEAVY)])
