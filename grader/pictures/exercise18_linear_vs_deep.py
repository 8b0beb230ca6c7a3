"""The loss of a linear model and of its two-layer twin, both from small weights."""

from __future__ import annotations

import numpy as np

from grader.model import Picture
from grader.pictures.toolkit import Asked, Floats, NoValue, array, over_steps, same, short

X = np.array([[1.0, 0.2], [0.4, 1.1], [-0.8, 0.9], [1.2, -0.5], [-0.3, -1.0]])
Y = np.array([1.4, 2.1, 0.5, 0.6, -1.7])
FIRST, SECOND = np.array([[0.03, 0.01, -0.02], [0.02, 0.03, 0.01]]), np.array([0.02, 0.03, -0.01])
STEPS, RATE = 60, 0.15


def _loss(weights: Floats) -> float:
    return float(np.sum((X @ weights - Y) ** 2)) / (2 * len(X))


def _slope(weights: Floats) -> Floats:
    return np.asarray(X.T @ (X @ weights - Y) / len(X))


def _compute_linear(slope: Asked | None = None) -> Floats:
    """Return the losses of a linear model, by the learner's slopes or by the right ones."""
    weights = FIRST @ SECOND
    losses = [_loss(weights)]
    for _ in range(STEPS):
        found = _slope(weights) if slope is None else array(slope(X, Y, weights), (2,))
        weights = weights - RATE * found
        losses.append(_loss(weights))
    return np.array(losses)


def _compute_deep(slopes: Asked | None = None) -> Floats:
    """Return the losses of two layers, by the learner's slopes or by the right ones."""
    first, second = FIRST, SECOND
    losses = [_loss(first @ second)]
    for _ in range(STEPS):
        if slopes is None:
            slope = _slope(first @ second)
            steps = (np.outer(slope, second), first.T @ slope)
        else:
            answer = slopes(X, Y, first, second)
            if not isinstance(answer, tuple | list) or len(answer) != 2:
                raise NoValue
            steps = (array(answer[0], (2, 3)), array(answer[1], (3,)))
        first, second = first - RATE * steps[0], second - RATE * steps[1]
        losses.append(_loss(first @ second))
    return np.array(losses)


def linear_gradient(yours: Asked) -> Picture:
    """Descent on the bowl, beside the two layers."""
    mine, right = _limit_losses(_compute_linear(yours)), _compute_linear()
    says = (
        f"From small weights one layer falls from {short(right[0])} to {short(right[10])} in 10 steps. Two layers "
        f"are still at {short(float(_compute_deep()[10]))}."
    )
    return _drawn("linear_gradient", says, mine, right, [("two layers", _compute_deep())])


def two_layer_gradients(yours: Asked) -> Picture:
    """Descent from beside the saddle, beside the single layer."""
    mine, right = _limit_losses(_compute_deep(yours)), _compute_deep()
    says = (
        f"Two layers stay near their saddle at {short(right[10])} for 10 steps, fall then, and end at "
        f"{short(right[-1])}. One layer ends at {short(float(_compute_linear()[-1]))}."
    )
    return _drawn("two_layer_gradients", says, mine, right, [("one layer", _compute_linear())])


def _limit_losses(losses: Floats) -> Floats:
    """Return the losses, where all can be drawn. Raises NoValue."""
    if not np.isfinite(losses).all():
        raise NoValue
    return losses


def _drawn(function: str, says: str, mine: Floats, right: Floats, beside: list[tuple[str, Floats]]) -> Picture:
    if not same(mine, right):
        says = f"Yours goes from {short(mine[0])} to {short(mine[-1])}, and {short(right[-1])} is right."
    return over_steps(function, "loss from small weights", says, "loss", mine, right, beside, first=0)
