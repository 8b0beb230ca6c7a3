"""Newton's method: one jump to the bottom of a bowl

Gradient descent feels how steep the ground is, and guesses how far to go. Now
let the optimizer feel one thing more: how fast the slope *changes*. That is the
curvature, and the Hessian holds it for every pair of parameters.

With slope and curvature together you can draw the bowl that fits the ground
here, and jump to the place where that bowl has no slope. On a true bowl you
arrive in one step, however long and narrow it is, and no learning rate was
needed: a steep direction gets a short stride, a gentle one a long stride.

The method looks for a place *without slope*, not for a low one. Near a saddle
it jumps into the saddle. And where the ground is nearly flat it divides by
nearly nothing and flies away. `damping` keeps it on the ground: it pretends
that every direction is curved by that much more.

What holds in this file:

- `theta` and `grad` have the shape (n,), `hessian` has the shape (n, n) and is
  symmetric; n may be 1. They may arrive as lists, tuples or arrays, and
  integers are welcome everywhere.
- "Damping" has several meanings. Here **`damping` is added to the curvature**,
  the same amount in every direction: H + damping·I (K. Levenberg 1944). It is
  not a factor on the step, and it is not scaled by the diagonal of H as in
  D. Marquardt's variant.
- Negative curvature is divided by as it is. This is plain Newton, and it may
  well climb.
- Not tested: matrices H + damping·I that (almost) cannot be inverted.
- Return new values and leave every argument as it was.
"""

import numpy as np


def newton_step(theta, grad, hessian, damping=0.0) -> np.ndarray:
    """Take one damped Newton step and return the place you arrive at.

        theta' = theta − (H + damping · I)⁻¹ grad

    I is the identity: ones on the diagonal, zeros elsewhere. The result has
    the shape of `theta`. You need not invert the matrix: the jump is the
    vector that (H + damping · I) turns into `grad`.

    By hand:
    `newton_step([4, 5], [7, 13], [[3, 1], [1, 3]], damping=1.0)` is
    `[3.0, 2.0]`. Without damping,
    `newton_step([4, 5], [7, 13], [[3, 1], [1, 3]])` is `[3.0, 1.0]`. This
    bowl has the curvature 4 along (1, 1) and 2 along (1, −1). Along which of
    the two did the damping hold you back more?
    """
    raise NotImplementedError
