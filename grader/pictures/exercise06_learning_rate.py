"""Runs beside the edge of a valley, and what one step leaves in the steepest and the flattest direction."""

from __future__ import annotations

import numpy as np

from grader.model import Curve, Picture
from grader.pictures.toolkit import (
    HESSIAN,
    N_STEPS,
    SLOPE,
    Asked,
    Floats,
    NoValue,
    array,
    in_the_valley,
    row,
    short,
    walked,
)
from grader.pictures.toolkit.valley import ACROSS
from grader.text import format_number

SHARE = 0.95
"""Of the edge: where a run still settles."""
EDGE = 2 / ACROSS
BOWL = np.array([[5.0, 3.0], [3.0, 5.0]])
"""The Hessian of the stub's example."""
STEEP, FLAT = 8.0, 2.0
BEST = 2 / (STEEP + FLAT)
WIDE = 0.32
"""Up to which rate shares are drawn."""


def max_stable_lr(yours: Asked) -> Picture:
    """A run at a little less than the edge that came back, beside one at a little less than the right one."""
    lr = _read_rate(yours, HESSIAN)
    right = walked(lambda place, _: place - SHARE * EDGE * SLOPE(place))
    path = walked(lambda place, _: place - SHARE * lr * SLOPE(place))
    says = (
        f"Your edge is {format_number(EDGE)}. A step at {short(100 * SHARE)} % of it leaves "
        f"{format_number(abs(1 - SHARE * EDGE * ACROSS))} of the height across the valley, on the other wall each time."
    )
    title = f"{N_STEPS} steps at {short(100 * SHARE)} % of your edge"
    picture = in_the_valley("max_stable_lr", title, path, right, says)
    if not picture.differs:
        return picture
    return Picture(
        picture.function,
        title,
        f"Your edge is {format_number(lr)}; it is at {format_number(EDGE)}. {picture.says}",
        picture.across,
        picture.up,
        picture.curves,
        True,
        picture.window,
    )


def best_lr(yours: Asked) -> Picture:
    """What one step leaves in the two extreme directions, over the rate, with the rate that came back."""
    lr = _read_rate(yours, BOWL)
    differs = not np.isclose(lr, BEST, rtol=1e-5)
    rates = np.linspace(0, WIDE, 131)
    curves = [
        Curve("flattest direction", "beside", row(rates), row(abs(1 - rates * FLAT))),
        Curve("steepest direction", "ground", row(rates), row(abs(1 - rates * STEEP))),
    ]
    if differs:
        curves.append(Curve("best rate", "right", (BEST,), (_compute_share_left(BEST),), joined=False))
    if 0 <= lr <= WIDE:
        curves.append(Curve("yours", "yours", (lr,), (_compute_share_left(lr),), joined=False))
    says = (
        f"At {format_number(BEST)} both directions keep {format_number(_compute_share_left(BEST))}; "
        "a step of any other length keeps more of one."
    )
    if differs:
        beyond = "" if 0 <= lr <= WIDE else ", beyond the picture"
        keeps = format_number(_compute_share_left(lr))
        says = f"Yours is {format_number(lr)}{beyond}: one direction keeps {keeps} a step. {says}"
    window = (0.0, WIDE, 0.0, 1.7)
    return Picture(
        "best_lr", "what one step leaves", says, "learning rate", "share left", tuple(curves), differs, window
    )


def _read_rate(yours: Asked, hessian: Floats) -> float:
    """Return the learning rate that came back for a valley. Raises NoValue where it is none."""
    lr = float(array(yours(hessian), ()))
    if not np.isfinite(lr):
        raise NoValue
    return lr


def _compute_share_left(lr: float) -> float:
    """Return the larger share that a step leaves."""
    return max(abs(1 - lr * FLAT), abs(1 - lr * STEEP))
