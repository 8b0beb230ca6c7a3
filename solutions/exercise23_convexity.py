"""Reference for exercise 23: the gap under a chord, and the curvature in a direction.

A function is convex if no chord runs below it (Boyd & Vandenberghe, "Convex Optimization", 2004, section 3.1.1). In
Taylor's series of f(θ + hu) + f(θ − hu) the odd terms cancel; what is left beside 2f(θ) is h²·uᵀHu, up to h⁴
(Nocedal & Wright, "Numerical Optimization", 2006, section 8.1).
"""

import numpy as np


def chord_gap(f, x, y, t) -> float:
    """t·f(x) + (1 − t)·f(y) − f(t·x + (1 − t)·y)."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    # The same shares mix the places and the losses: that is what makes it a straight line.
    chord = t * f(x) + (1 - t) * f(y)
    return float(chord - f(t * x + (1 - t) * y))


def curvature_along(f, theta, direction, h=1e-3) -> float:
    """(f(θ + hu) − 2f(θ) + f(θ − hu)) / h² with u of length 1."""
    theta, direction = np.asarray(theta, dtype=float), np.asarray(direction, dtype=float)
    # Without this a direction twice as long would seem to bend four times as much.
    move = h * direction / np.sqrt(np.sum(direction**2))
    # One step to either side: the slope lifts one as much as it lowers the other, and the bend alone is left.
    return float((f(theta + move) - 2 * f(theta) + f(theta - move)) / h**2)
