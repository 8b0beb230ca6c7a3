"""Regularization: reins on the weights

The data alone would let a weight grow as far as it likes. Regularization holds
it back, and there are three ways that an optimizer can feel it.

A *penalty* adds to the loss, so the slope gets a pull towards zero: strong
where a weight is large, and fading as it comes home. A *threshold* takes the
same amount from every weight and sets the small ones to exactly zero. A *ball*
does nothing at all until a weight vector leaves it, and then brings it back to
the nearest place inside.

What holds in this file:

- The penalty is `lam · Σθ²`, **without a half**: many books write λ/2 instead,
  and then the slope has another factor.
- `Σ` and `‖theta‖` run over all entries together, whatever the shape of
  `theta`: `‖theta‖` is the root of the sum of their squares.
- `lam` and `amount` are zero or positive, `radius` is positive.
- Numbers, lists, tuples and arrays of any shape are welcome, integers too.
- Return new values and leave every argument as it was. Handing back theta
  itself, where nothing is to be done, is fine.
"""

import numpy as np


def regularized(loss, grad, theta, lam) -> tuple[float, np.ndarray]:
    """Return the pair (loss', grad'): loss and slope with an L2 penalty on top.

        loss' = loss + lam · Σθ²

    and `grad'` is the slope of that, shaped like `theta`.

    By hand:
    `regularized(1.0, [0.5, -1.0], theta=[3.0, -4.0], lam=0.1)` is
    `(3.5, [1.1, -1.8])`. Which of the two weights is pulled harder, and which
    way?
    """
    raise NotImplementedError


def soft_threshold(theta, amount) -> np.ndarray:
    """Return theta, each entry moved towards zero by `amount`, and no further.

        sign(θ) · max(|θ| − amount, 0)

    This is the exact step of an L1 penalty: it makes weights that are zero,
    not merely small.

    By hand: `soft_threshold([3.0, -0.4, -2.0], amount=0.5)` is
    `[2.5, 0.0, -1.5]`. How much smaller did the largest weight get, and how
    much the last?
    """
    raise NotImplementedError


def project_ball(theta, radius) -> np.ndarray:
    """Return the place nearest to theta within `radius` of zero.

    Where `‖theta‖ ≤ radius`, that is theta itself.

    By hand: `project_ball([3.0, 4.0], radius=2)` is `[1.2, 1.6]`, and with
    `radius=6` it is `[3.0, 4.0]`. Which way does the first one point?
    """
    raise NotImplementedError
