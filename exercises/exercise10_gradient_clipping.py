"""Gradient clipping: shorter, but not turned

Some landscapes have cliffs. The run walks on gentle ground, comes to the edge,
and for one step the slope is a thousand times as steep as before. The gradient
still points the right way. It is its length that throws the weights out of the
valley, and a hundred careful steps are lost.

Clipping sets a limit to that length. Below the limit nothing happens. Above it
the gradient is shortened until it has just the length of the limit. It must
not *turn*, though: a network keeps its gradient in many arrays, one a layer,
and all of them together are one arrow. Shorten each array for itself, or each
entry, and the arrow points somewhere else.

The length before clipping is worth a look, too. In a log it shows how close a
run came to its cliffs, which the clipped gradient no longer tells.

What holds in this file:

- `grads` is a list or a tuple of arrays. Each may have a shape of its own,
  down to a single number (a 0-d array). Integers are welcome.
- `max_norm` is a positive number.
- The length is the Euclidean norm over *all* entries of *all* arrays: the
  root of the sum of all squares.
- Where every entry is zero, the answer is zero as well: no slope, no step.
- Return new values and leave every argument as it was. (An array that is not
  cut may come back as it is.)
- Not asked here: an empty list, and gradients that hold NaN or infinity. On
  those the libraries disagree.
"""

import numpy as np


def clip_by_global_norm(grads, max_norm) -> tuple[list[np.ndarray], float]:
    """Shorten a gradient that is too long; return the pair (clipped, norm).

        norm    = √(sum of the squares of all entries of all arrays)
        clipped = every array · max_norm / norm      where norm > max_norm
                  every array as it is               elsewhere

    `clipped` is a list with one array for each array of `grads`, in the same
    order and of the same shape. `norm` is the length **before** clipping.

    By hand: `clip_by_global_norm([np.array([2, 4, 4]), np.array([8, 0, 0])],
    max_norm=5)` is `([[1.0, 2.0, 2.0], [4.0, 0.0, 0.0]], 10.0)`. The two
    arrays are 6 and 8 long, together 10. How long is the first one afterwards,
    and why is that less than the limit?
    """
    raise NotImplementedError
