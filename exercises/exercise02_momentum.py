"""Momentum: a heavy ball with a memory

Gradient descent has no inertia. It is a hiker who forgets every step once it
is taken: on the floor of a long narrow valley the slope points from wall to
wall, and the hiker follows, left, right, left.

Now let something heavy roll instead. It carries a velocity, and the slope no
longer sets the motion, it only *changes* it. Pushes that keep their direction
add up from step to step; pushes that flip their sign each time largely cancel.
The price is that a ball with little friction runs past the bottom and swings
back before it rests.

`beta` is how much of the old velocity survives a step: near 0 the ball rolls
in honey and remembers nothing, near 1 it hardly feels friction. `lr` says how
far a unit of velocity carries the ball in one step. (If you look for its mass:
a heavier ball has a larger `beta` and answers each single push with less, see
N. Qian, Neural Networks 12, 1999. The learning rate is not its mass.)

What holds in this file:

- Several conventions for momentum are alive. Here **the velocity `v` is
  measured in gradient units**: the learning rate enters once, when the ball
  moves, and never inside `v`. The new gradient enters with its full weight, so
  `v` is a running *sum*, not an average.
- `v` has the shape of `theta`, and the step uses the *new* velocity.
- Numbers, lists, tuples and arrays of any shape are welcome, integers too.
- Return new values and leave every argument as it was.
"""

import numpy as np


def momentum_step(theta, v, grad, lr, beta) -> tuple[np.ndarray, np.ndarray]:
    """Take one step with momentum and return the pair (theta', v').

        v'     = beta · v + grad
        theta' = theta − lr · v'

    Both have the shape of `theta`.

    By hand: `momentum_step(1.0, 10.0, -4.0, lr=0.1, beta=0.8)` is
    `(0.6, 4.0)`. The slope here alone would have sent `theta` up to 1.4, yet
    it went down. Who won, and how many more steps on this slope until the
    other side does?
    """
    raise NotImplementedError


def momentum_descent(grad_fn, theta0, lr, beta, n_steps) -> np.ndarray:
    """Let the ball go from rest at `theta0` and return the path of `n_steps`
    steps.

    From rest means that the velocity is 0 before the first step. `grad_fn` is
    a function for you to call: `grad_fn(theta)` is the slope at `theta`,
    shaped like it. The path has `n_steps + 1` rows: row 0 is `theta0`, row k
    is the place after k steps. The velocities stay your own business.

    By hand:
    `momentum_descent(lambda x: 2 * x, 10, lr=0.1, beta=0.9, n_steps=4)` is
    `[10.0, 8.0, 4.6, 0.62, -3.086]`. Plain gradient descent with this `lr`
    takes the same first step and then never crosses 0. What was the velocity
    at the moment the ball passed the bottom, and what stops it in the end?
    """
    raise NotImplementedError
