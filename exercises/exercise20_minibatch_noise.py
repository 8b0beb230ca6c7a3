"""Mini-batch noise: a gradient that is right on average

Every example pulls the weights its own way. The true slope is the mean of all
those pulls; a mini-batch is the mean of a few, drawn at random. It is right on
average and wrong each time.

How wrong? One number tells: the variance of the batch's mean. Larger batches
have less of it. And as long as the learning rate stays where it is, the noise
never lets a run come to rest: it drives the weights about, and the bowl pulls
them back. Where the two balance lies the noise floor.

What holds in this file:

- `per_example` has one row an example and one column a coordinate: an array
  or a list of rows of numbers, integers welcome. It has two rows or more.
- `index` is a list or an array of whole numbers from 0. An example may come
  more than once.
- A variance divides by the number of values, N, not by N − 1: the data are all
  there is, not a sample of it.
- Not tried: more examples in a batch than there are, where none is put back.
- Return new values and leave every argument as it was.
"""

import numpy as np


def minibatch_gradient(per_example, index) -> np.ndarray:
    """Return the gradient of a mini-batch: the mean of its examples' gradients.

    `index` names the rows that were drawn. A row that was drawn twice counts
    twice.

    By hand: `minibatch_gradient([[1, 0], [3, 0], [5, 6], [7, 6]], [0, 2])` is
    `[3, 3]`. What is it for the batch [2, 2, 0], and what for all four rows?
    """
    raise NotImplementedError


def noise_variance(per_example, size, replace=True) -> np.ndarray:
    """Return the variance of a mini-batch's mean, coordinate by coordinate.

    σ² is the variance of a coordinate over all N examples. A batch of `size`
    examples has

        σ² / size                             drawn with replacement
        σ² / size · (N − size) / (N − 1)      drawn without (replace=False)

    By hand: `noise_variance([[1, 0], [3, 0], [5, 6], [7, 6]], size=2)` is
    `[2.5, 4.5]`, and with `replace=False` two thirds of it. What is left of it
    when a batch without replacement holds all four?
    """
    raise NotImplementedError


def noise_floor(curvature, sigma, lr) -> float:
    """Return the variance at which x settles in a noisy bowl.

    Each step is `x ← x − lr · (curvature · x + noise)`, and the noise is drawn
    anew with mean 0 and standard deviation `sigma`. With
    `0 < lr · curvature < 2` the variance of x tends to

        lr · sigma² / (curvature · (2 − lr · curvature))

    By hand: `noise_floor(2.0, 3.0, 0.5)` is `2.25`. How large is it with half
    the learning rate?
    """
    raise NotImplementedError
