"""Two bowls, a sharp one and a flat one: how high a shove lifts, and where SAM comes to rest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grader.model import Curve, Picture
from grader.pictures.toolkit import Asked, Floats, NoValue, array, over_steps, row, same, short
from grader.suites.toolkit import parabola
from grader.suites.toolkit.hessians import axes

CURVATURES = (8.0, 1.0)
"""Of the sharp bowl; those of the flat one are a tenth of it."""
TURNED = axes(np.random.default_rng(1), 2)
SHARP = TURNED @ np.diag(CURVATURES) @ TURNED.T
FLAT = SHARP / 10
SIZES = np.linspace(0.05, 1.0, 20)

STEEP, GENTLE = 6.0, 0.6
"""Curvatures of the two bowls that SAM walks in."""
START, LR, RHO, STEPS = 1.5, 0.2, 0.3, 20
HOVERS = LR * STEEP * RHO / (2 - LR * STEEP)
"""How far from the bottom of the sharp bowl SAM swings in the end: −x = x − lr·a·(x + rho), solved for x."""


def worst_case_rise(yours: Asked) -> Picture:
    """The highest rise over the length of the move."""
    right = 0.5 * CURVATURES[0] * SIZES**2
    says = "Twice as far is four times as high, in the sharp bowl and in the flat one. "
    return _rises(yours, right, says, "length of the move")


def expected_rise(yours: Asked) -> Picture:
    """The mean rise over the size of the noise."""
    right = 0.5 * sum(CURVATURES) * SIZES**2
    says = "Noise meets every direction, so the curvatures add up. "
    return _rises(yours, right, says, "deviation of the noise")


def _rises(yours: Asked, right: Floats, says: str, across: str) -> Picture:
    mine = _over(yours, SHARP)
    flat = right / 10
    differs = not (same(mine, right) and same(_over(yours, FLAT), flat))
    curves = [Curve("flat bowl, right" if differs else "flat bowl", "beside", row(SIZES), row(flat))]
    curves += [Curve("sharp bowl, right", "right", row(SIZES), row(right))] if differs else []
    name = "sharp bowl, yours" if differs else "sharp bowl, yours (right)"
    curves.append(Curve(name, "yours", row(SIZES), row(mine)))
    ends = f"At 1 the sharp bowl rises by {short(right[-1])}, the flat one by {short(flat[-1])}"
    ends += f"; yours says {short(mine[-1])} for the sharp one." if differs else "."
    top = 1.5 * float(right.max())
    window = (
        0.0,
        1.0,
        min(0.0, max(float(mine.min()), -0.3 * top)),
        min(top, max(float(mine.max()), float(right.max()))),
    )
    title = "a sharp bowl and one ten times as flat"
    return Picture(yours.function, title, says + ends, across, "rise", tuple(curves), differs, window)


def _over(yours: Asked, hessian: Floats) -> Floats:
    rises = np.array([float(array(yours(hessian, float(size)), ())) for size in SIZES])
    if not np.isfinite(rises).all():
        raise NoValue
    return rises


def sam_step(yours: Asked) -> Picture:
    """Places over the steps in the sharp bowl, beside the flat one and beside plain descent."""
    ground = parabola(STEEP)
    mine = _walked(lambda x: float(array(yours(np.array(x), ground, LR, RHO), ())))
    right, flat, plain = _sam(STEEP, RHO), _sam(GENTLE, RHO), _sam(STEEP, 0.0)
    differs = not same(mine, right)
    says = (
        f"In the sharp bowl SAM never comes to rest: always looking {RHO:g} uphill, it swings {short(HOVERS)} to each "
        "side, and may leave. In the flat bowl it settles almost at the bottom."
    )
    if differs:
        says += f" Yours ends at {short(mine[-1])}, right is {short(right[-1])}."
    title = f"SAM in a sharp bowl (curvature {STEEP:g}), lr = {LR}, rho = {RHO}"
    beside = [(f"SAM, curvature {GENTLE:g}", flat)] + ([] if differs else [("plain descent", plain)])
    return over_steps("sam_step", title, says, "theta", mine, right, beside, 0)


def _sam(curvature: float, rho: float) -> Floats:
    return _walked(lambda x: x - LR * curvature * (x + rho * float(np.sign(x))))


def _walked(step: Callable[[float], float]) -> Floats:
    places = [START]
    for _ in range(STEPS):
        there = step(places[-1])
        if not np.isfinite(there):
            break
        places.append(there)
    if len(places) < 2:
        raise NoValue
    return np.array(places)
