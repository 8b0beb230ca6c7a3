"""Gradient check: ask the loss itself how steep it is

The optimizer believes every slope that you give it. A gradient with one wrong
sign or a lost factor still runs, and the loss may even fall; nothing tells you
that you walk by a wrong map. So before a long run, check the map against the
ground: take a small step to either side, see how much the loss has changed,
and compare that with the slope your formula claims.

Looking to *both* sides is worth its price. One step ahead measures the slope a
little further on; a step ahead and a step back, each as long, cancel the bend
of the ground between them.

How close is close? A difference of 0.001 is nothing beside slopes of 1000, and
everything beside slopes of 0.001. The relative error measures the difference
by the size of what is compared.

What holds in this file:

- `f` is a function for you to call: `f(place)` is the loss at a place shaped
  like `theta`, one number.
- `theta` is a number, a list, a tuple or an array of any shape; `a` and `b`
  have the same shape as each other. Integers are welcome everywhere.
- **Length** means the root of the sum of the squares of all entries, whatever
  the shape.
- Not tested: `theta` in single precision. There the small differences drown in
  the rounding, as they do in real runs.
- Return new values and leave every argument as it was.
"""

import numpy as np


def numeric_gradient(f, theta, h=1e-5) -> np.ndarray:
    """Return the slope of `f` at `theta`, measured by central differences.

    For each entry of theta in turn: move this entry by `h` up and by `h` down,
    all others staying where they are, and divide the difference of the two
    losses by the distance between the two places:

        (f(theta + h·e) − f(theta − h·e)) / (2 · h)

    e has a one at this entry and zeros elsewhere. The result has the shape of
    `theta`.

    By hand: `numeric_gradient(lambda x: x**3, 2.0, h=0.5)` is `12.25`. The
    slope of x³ at 2 is 12. How far off would half the `h` be?
    """
    raise NotImplementedError


def relative_error(a, b) -> float:
    """Return how far apart two gradients are, beside their own lengths.

        ‖a − b‖ / (‖a‖ + ‖b‖)

    Where both are zero they agree, and the error is `0.0`.

    By hand: `relative_error([3, 0], [0, 4])` is `0.7142857142857143`, which is
    5/7. Which is the largest error that two gradients can have?
    """
    raise NotImplementedError
