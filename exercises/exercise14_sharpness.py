"""Sharpness: how fast the ground rises around you

You have arrived: the slope under your feet is zero. Two minima may lie equally
deep and still feel different. In a narrow ravine a small shove lifts you high
up the wall; on a wide plain the same shove is hardly felt. What tells them
apart is the curvature, the Hessian of the loss, and there is more than one way
to make a single number of it.

Shove in the worst direction and the largest curvature decides. Shove at random
and every direction has its say. SAM (sharpness-aware minimization) makes an
optimizer of the first thought: before each step it looks a little way uphill,
and it goes down by the slope that it finds there.

Keep one thing in mind: the same model, written in other units, has another
sharpness. Curvature belongs to the map you draw, not only to the land.

What holds in this file:

- `hessian` is a symmetric matrix, an array or a list of rows, 1 × 1 or larger.
  It need not be positive: a saddle has curvatures of both signs.
- *Largest* means largest as a number: of 2 and −7 it is 2. The downward
  curvature of a hilltop is no sharpness.
- `theta` has any shape. Its length, like that of a slope, is taken over all
  entries together: the root of the sum of their squares.
- Return new values and leave every argument as it was. Integers are welcome.
"""

import numpy as np


def sharpness(hessian) -> float:
    """Return the sharpness of a minimum: the largest eigenvalue of its Hessian.

    It is the curvature in the steepest direction, whichever way that points.

    By hand: `sharpness([[2, 1], [1, 2]])` is `3`: along the diagonal of the
    map the ground curves more than along either axis. What is the other
    eigenvalue, and which direction does it belong to?
    """
    raise NotImplementedError


def worst_case_rise(hessian, rho) -> float:
    """Return how much the loss rises at most if theta is moved by `rho`.

    Around a minimum a move `d` changes the loss by ½ · dᵀ H d. Over all moves
    of length `rho` at most (no move is one of them), the largest change is

        rho² · max(λmax, 0) / 2

    By hand: `worst_case_rise([[2, 1], [1, 2]], rho=2)` is `6`. How far may one
    move for half of that rise?
    """
    raise NotImplementedError


def expected_rise(hessian, sigma) -> float:
    """Return by how much the loss changes on average under random noise.

    Each coordinate of theta is moved by noise of its own, with mean 0 and
    standard deviation `sigma`. The mean of ½ · dᵀ H d is then

        sigma² · (sum of all curvatures) / 2

    and the sum of all curvatures is the trace of H. It may be negative.

    By hand: `expected_rise([[2, 1], [1, 2]], sigma=2)` is `8`. Why is this
    more than the worst case of a move of length 2? (How long is a typical move
    here?)
    """
    raise NotImplementedError


def sam_step(theta, grad_fn, lr, rho) -> np.ndarray:
    """Take one step of SAM and return the place you arrive at.

        g      = grad_fn(theta)
        theta' = theta − lr · grad_fn(theta + rho · g / ‖g‖)

    `grad_fn` is a function for you to call: `grad_fn(place)` is the slope at a
    place shaped like `theta`. You look from a place that lies `rho` uphill, and
    you step from where you stand. Where g is zero there is no uphill: theta
    stays as it is.

    By hand: `sam_step([3.0, 4.0], lambda x: x, lr=0.2, rho=5)` is
    `[1.8, 2.4]`: it goes by the slope at [6, 8], which is twice as steep. Where
    would the plain step have ended?
    """
    raise NotImplementedError
