"""One step downhill: feeling the slope

You stand blindfolded in a landscape of loss. You cannot see the valley; you
feel one thing only, the slope under your feet. That slope is the gradient. It
points where the loss *grows* fastest, and its length says how steep the ground
is. What to make of it is up to you: the learning rate is how boldly you trust
a slope that was measured at a single place.

Take L(x) = x², whose slope is 2x. At x = 10 you feel a slope of 20, at x = 0.1
a slope of 0.2: with the same learning rate your first stride is a hundred
times as long as the second. Nothing slowed you down but the ground itself.
Keep that in mind when you write the loop: what has to be felt anew, and when?

What holds in this file:

- `theta` and `grad` have the same shape: a single number, a vector, or an
  array with more dimensions. They may arrive as lists, tuples or arrays, and
  integers are welcome everywhere.
- All coordinates move at the same moment, each by its own slope.
- Return new values and leave every argument as it was; somebody may still need
  the old place.
"""

import numpy as np


def gradient_step(theta, grad, lr) -> np.ndarray:
    """Take one step of gradient descent and return the place you arrive at.

        theta' = theta − lr · grad

    The result has the shape of `theta`: the new place itself, not the way you
    went to reach it. Where the ground is flat (grad = 0) you stay where you
    are, whatever the learning rate.

    By hand: `gradient_step([10, -0.5], [20, -1], lr=0.1)` is `[8.0, -0.4]`.
    Both coordinates came closer to 0, from opposite sides. Did either need its
    own rule for that?
    """
    raise NotImplementedError


def gradient_descent(grad_fn, theta0, lr, n_steps) -> np.ndarray:
    """Walk `n_steps` steps of gradient descent from `theta0` and return the
    whole path.

    `grad_fn` is a function for you to call: `grad_fn(theta)` is the slope at
    the place you hand it, an array shaped like `theta`. Call it as often as
    you like.

    The path has `n_steps + 1` rows (how many fence posts carry n rails?). Row
    0 is `theta0`, row k is where you stand after k steps, and each row has the
    shape of `theta0`; for a single number the path is a vector. Take exactly
    `n_steps` steps with exactly this `lr`, even when little seems to happen or
    the walk runs away from the valley: the caller wants to see that too.

    By hand: `gradient_descent(lambda x: 2 * x, 10, lr=0.1, n_steps=3)` is
    `[10.0, 8.0, 6.4, 5.12]`. Every step covers the same fraction of the way
    that is left. Which learning rate would reach the bottom in one step, and
    which would throw you from 10 to −10 and back for ever?
    """
    raise NotImplementedError
