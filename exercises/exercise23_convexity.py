"""Convexity: the chord and the bend

The optimizer stands at a low place and asks: is there a lower one behind the
hill? It cannot know. On a *convex* loss it need not ask, for there is no hill
between two places: the ground never rises above the straight line that joins
them. One chord that runs below the ground somewhere settles that a loss is not
convex. A thousand chords above it settle nothing: the next one may find a dent.

So there are two things to measure. How high does a chord run above the ground?
And how does the ground bend in a direction: up like a bowl, down like a ridge,
or not at all? At a saddle it bends up one way and down another.

What holds in this file:

- `f` is a function for you to call: `f(place)` is the loss at a place shaped
  like `theta` (or `x` and `y`), one number.
- Places and directions are numbers, lists, tuples or arrays of any shape, two
  arguments of one call of the same shape. Integers are welcome.
- **Length** means the root of the sum of the squares of all entries, whatever
  the shape.
- Not tested: a direction of length zero; `curvature_along` in single
  precision, where the small differences drown in the rounding.
- Return new values and leave every argument as it was.
"""

import numpy as np


def chord_gap(f, x, y, t) -> float:
    """Return how high the chord from `x` to `y` runs above the ground.

        t · f(x) + (1 − t) · f(y) − f(t · x + (1 − t) · y)

    The chord joins the two points of the ground above x and y. At t = 1 it is
    at x, at t = 0 at y. Where it runs below the ground the gap is negative.

    By hand: `chord_gap(lambda p: p**2, 4.0, 0.0, 0.25)` is `3.0`. The chord is
    at 4 there and the ground at 1. At which t is the gap largest?
    """
    raise NotImplementedError


def curvature_along(f, theta, direction, h=1e-3) -> float:
    """Return how the ground bends at `theta` in a direction.

        (f(theta + h·u) − 2·f(theta) + f(theta − h·u)) / h²

    u is the direction, brought to length 1: only where it points matters.

    By hand: `curvature_along(lambda p: p**4, 1.0, 5.0, h=0.5)` is `12.5`. The
    second derivative of p⁴ at 1 is 12. What would a direction of −5 give?
    """
    raise NotImplementedError
