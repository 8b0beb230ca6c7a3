"""Nesterov: a ball that looks where it is going

A heavy ball feels the slope under its feet and then gets carried elsewhere by
its speed. So it learns of a rising wall only when it already stands on it.

Nesterov's ball is smarter. Its speed will carry it to a place that it knows
before the step: `theta − lr · beta · v`, where coasting alone would end. It
asks for the slope *there*, and corrects its velocity with that. Where the wall
rises ahead it brakes one step early, where the ground falls away it speeds up
one step early.

That is all that is new. From rest, or on a slope that is the same everywhere,
looking ahead shows nothing, and the two balls roll alike.

What holds in this file:

- As in the exercise on momentum, **the velocity `v` is measured in gradient
  units**: a running sum that the learning rate never enters. `lr` counts when
  the ball looks ahead and when it moves.
- The step starts from `theta`, not from the place it looked at.
- **`theta` is where the ball is.** PyTorch and the CS231n notes keep the place
  ahead instead, and call that the parameters: the same method, but every
  number that comes back is another one.
- `grad_fn(theta)` is the slope at `theta`, shaped like it. One call is enough;
  more are not counted against you.
- Numbers, lists, tuples and arrays of any shape are welcome, integers too.
- Return new values and leave every argument as it was.
"""

import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta) -> tuple[np.ndarray, np.ndarray]:
    """Take one step with Nesterov's momentum and return the pair (theta', v').

        v'     = beta · v + grad_fn(theta − lr · beta · v)
        theta' = theta − lr · v'

    Both have the shape of `theta`.

    By hand:
    `nesterov_step(2.0, 5.0, lambda x: 2 * x, lr=0.25, beta=0.8)` is
    `(0.5, 6.0)`: coasting ends at 1, and the slope there is 2. A heavy ball in
    the same state comes to lie at 0.0, the very bottom, with a velocity of 8.
    Which of the two is better off, one step later?
    """
    raise NotImplementedError
