"""Saddle points: flat ground that is no valley

The slope under your feet is zero. Are you at the bottom? The gradient cannot
say: it is zero on the floor of a valley, on top of a hill, and on a mountain
pass as well. A pass is a *saddle*: the ground rises along one direction and
falls along another.

What decides is the curvature. The Hessian holds it, and its eigenvalues are
the curvatures along directions that do not mix. With many parameters there are
many such directions, and it takes only one that falls to spoil a minimum.

A run of gradient descent that stands exactly on a pass stays there for ever,
and one that comes close gets stuck for a long time. What sets it free is a
push, however small. Mini-batch noise is such a push at every step.

What holds in this file:

- `hessian` has the shape (n, n) and is symmetric; n may be 1. Lists, tuples
  and arrays are welcome, integers too.
- A curvature counts as zero where its size is at most `tol`. (Computed
  eigenvalues are off by rounding: what should be 0 comes out as 1e-17.)
- Noise is *added to the slope*: it is what a mini-batch's gradient has on top
  of the true one, so the learning rate scales both.
- `theta0` may be a single number, a vector or an array with more dimensions;
  each row of `noise` has its shape.
- Return new values and leave every argument as it was.
"""

import numpy as np


def classify_stationary(hessian, tol=1e-6) -> str:
    """Say what a place without slope is, from the curvatures there.

    Return one of four words:

    - `"minimum"`: every curvature is above `tol`.
    - `"maximum"`: every curvature is below −`tol`.
    - `"saddle"`: at least one curvature is above `tol` and at least one is
      below −`tol`. The others may be anything, zero too.
    - `"flat"`: everything else. Some curvature is zero and the others do not
      disagree, so second derivatives alone cannot tell.

    Not tested: curvatures that lie close to `tol` or −`tol`.

    By hand: `classify_stationary([[1, 3], [3, 1]])` is `"saddle"`. Along both
    axes this ground curves up. Along which direction does it fall?
    """
    raise NotImplementedError


def noisy_descent(grad_fn, theta0, lr, noise) -> np.ndarray:
    """Walk downhill with noise in the slope and return the whole path.

    `grad_fn` is a function for you to call: `grad_fn(theta)` is the slope at
    `theta`, shaped like it. `noise` has a row for each step, shaped like
    `theta0`, so there are `len(noise)` steps:

        row k+1 = row k − lr · (grad_fn(row k) + noise[k])

    The path has `len(noise) + 1` rows, and row 0 is `theta0`; without any
    noise rows it is that row alone.

    By hand:
    `noisy_descent(lambda x: -x, 0.0, lr=0.5, noise=[0.0, -0.4, 0.0, 0.0])` is
    `[0.0, 0.0, 0.2, 0.3, 0.45]`. On top of this hill nothing happens until the
    first push. What makes the walk go on when the noise is silent again?
    """
    raise NotImplementedError
