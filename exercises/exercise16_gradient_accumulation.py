"""Gradient accumulation: many small batches, one large step

A large batch gives a calm slope, but it may not fit into the memory. So you
take it in pieces: feel the slope on one piece after the other, without moving,
add up what you have felt, and only then take the step. Done right, the
optimizer cannot tell that the batch came in pieces.

Three things go wrong here, and none of them stops a run. The pieces may hold
different numbers of examples, and then the mean of their means is not the mean
of all. The sum may not be emptied after the step, and then the past is walked
again and again. And the last group may hold fewer pieces than the others.

What holds in this file:

- A slope on a batch is a **mean over its examples**. Each example counts once,
  in whatever piece it came.
- `micro_grads` is a list of gradients of one shape, `micro_counts` a list of
  as many whole numbers: how many examples each gradient is the mean of.
- `batches` is a list of batches, each an array or a list of rows, one row an
  example. They may have different numbers of rows, and `every` need not divide
  how many there are.
- `grad_fn` is a function for you to call: `grad_fn(theta, batch)` is the mean
  of the slopes at `theta` over the rows of `batch`, shaped like `theta`.
- `theta0` has the shape (n,). Lists and integers are welcome everywhere.
- Not tested: no batches at all, and batches without rows.
- Return new values and leave every argument as it was.
"""

import numpy as np


def accumulated_gradient(micro_grads, micro_counts) -> np.ndarray:
    """Return the gradient of all examples together, from those of the pieces.

        (n₁·g₁ + n₂·g₂ + …) / (n₁ + n₂ + …)

    gᵢ is the mean over the nᵢ examples of piece i. The result has the shape of
    one gradient.

    By hand: `accumulated_gradient([[2, 0], [6, 4]], [3, 1])` is `[3.0, 1.0]`.
    The mean of the two is [4, 2]. Which examples would it listen to too much?
    """
    raise NotImplementedError


def accumulated_descent(grad_fn, theta0, batches, lr, every) -> np.ndarray:
    """Walk downhill, a step for every group of batches, and return the path.

    Each `every` batches in a row are a group, and each group is one step:

        theta' = theta − lr · (gradient of all rows of the group together)

    All slopes of a group are felt at the theta at which the group began. What
    is left over at the end is a shorter group, and it counts as well.

    Row 0 of the path is `theta0`, and each group adds a row.

    By hand, with a slope that is theta minus the mean of the rows,
    `accumulated_descent(lambda x, rows: x - np.mean(rows, axis=0), [0.0],
    [[[4.0], [8.0]], [[3.0]], [[9.0]]], lr=0.5, every=2)` is
    `[[0.0], [2.5], [5.75]]`. The first step goes towards 5, the mean of 4, 8
    and 3. Where would it go if both batches counted alike?
    """
    raise NotImplementedError
