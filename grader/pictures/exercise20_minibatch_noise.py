"""The cloud of mini-batch gradients, its variance over the batch size, and the floor over the learning rate."""

from __future__ import annotations

import numpy as np

from grader.model import Curve, Picture
from grader.pictures.toolkit import Asked, array, finite, over_steps, pair, row, same, short

_CHANCE = np.random.default_rng(20)
ROWS = np.array([1.2, 0.4]) + _CHANCE.normal(size=(64, 2))
"""Gradients of examples, of which each is far off."""
SIZE, BATCHES = 8, 40
DRAWN = _CHANCE.integers(64, size=(BATCHES, SIZE))
FEW = ROWS[:12, :1]
"""Few enough that without replacement they soon run out."""
SIZES = np.arange(1, len(FEW) + 1)

CURVATURE, SIGMA = 1.0, 1.0
RATES = np.linspace(0.05, 1.9, 38)


def minibatch_gradient(yours: Asked) -> Picture:
    """Each batch as a point, among the examples, about the gradient of all."""
    right = ROWS[DRAWN].mean(axis=1)
    mine = np.array([finite(array(yours(ROWS.copy(), index.tolist()), (2,))) for index in DRAWN])
    differs, whole = not same(mine, right), ROWS.mean(axis=0)
    says = f"Single examples lie far apart, batches of {SIZE} lie closer about the gradient of all, {pair(whole)}."
    if differs:
        says += f" Yours lie about {pair(mine.mean(axis=0))}."
    curves = [Curve("single examples", "beside", row(ROWS[:, 0]), row(ROWS[:, 1]), joined=False)]
    curves += [Curve("right", "right", row(right[:, 0]), row(right[:, 1]), joined=False)] if differs else []
    name = "yours" if differs else "yours (right)"
    curves.append(Curve(name, "yours", row(mine[:, 0]), row(mine[:, 1]), joined=False))
    title = f"{BATCHES} batches of {SIZE} examples"
    window = (-2.0, 4.0, -2.5, 3.0)
    return Picture("minibatch_gradient", title, says, "first", "second", tuple(curves), differs, window)


def noise_variance(yours: Asked) -> Picture:
    """The variance without replacement over the batch size, beside that with replacement."""
    count = len(FEW)
    beside = FEW.var() / SIZES
    right = beside * (count - SIZES) / (count - 1)
    mine = finite(np.array([float(array(yours(FEW.copy(), int(size), False), (1,))[0]) for size in SIZES]))
    says = f"Without replacement the noise is gone when all {count} examples are in the batch; with it, "
    says += f"{short(float(beside[-1]))} is left."
    if not same(mine, right):
        apart = int(np.argmax(np.abs(mine - right)))
        says += f" At a size of {SIZES[apart]} yours is {short(float(mine[apart]))}, and "
        says += f"{short(float(right[apart]))} is right."
    title = f"variance of a batch's mean over its size, {count} examples"
    picture = over_steps("noise_variance", title, says, "variance", mine, right, [("with replacement", beside)])
    return Picture(
        picture.function, title, picture.says, "batch size", "variance", picture.curves, picture.differs, picture.window
    )


def noise_floor(yours: Asked) -> Picture:
    """The floor over the learning rate, beside its form for small steps."""
    right = RATES * SIGMA**2 / (CURVATURE * (2 - RATES * CURVATURE))
    small = RATES * SIGMA**2 / (2 * CURVATURE)
    mine = finite(np.array([float(array(yours(CURVATURE, SIGMA, float(rate)), ())) for rate in RATES]))
    differs = not same(mine, right)
    says = "Small steps settle in proportion to lr. Towards lr = 2/curvature the floor shoots up."
    if differs:
        apart = int(np.argmax(np.abs(mine - right)))
        says += f" At lr = {short(float(RATES[apart]))} yours is {short(float(mine[apart]))}, and "
        says += f"{short(float(right[apart]))} is right."
    curves = [Curve("for small steps", "beside", row(RATES), row(small))]
    curves += [Curve("right", "right", row(RATES), row(right))] if differs else []
    curves.append(Curve("yours" if differs else "yours (right)", "yours", row(RATES), row(mine)))
    title = f"variance at rest over lr, curvature {CURVATURE:g}, sigma {SIGMA:g}"
    return Picture("noise_floor", title, says, "lr", "variance", tuple(curves), differs, (0.0, 2.0, 0.0, 6.0))
