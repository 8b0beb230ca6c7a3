"""Linear or deep: one model, two landscapes

Fit a straight line, and the loss is a bowl. From any place the slope leads to
the bottom, and there is one least value. Now write the same weights as a
product of two layers, W1 and w2, with nothing in between. Every prediction
that the one can make, the other can make as well. Yet the landscape is new.

At zero there is no slope any more, though the loss is high: each layer is felt
through the other one, and a layer of zeros lets nothing through. That place is
a saddle, and near it a run stays for long. And no minimum is alone: make one
layer twice as large and the other half as large, and nothing has changed but
the slopes.

What holds in this file:

- X has a row for each of n examples and a column for each of d features; y has
  n numbers. w has d weights. W1 has the shape (d, h), w2 the shape (h,): h is
  the number of hidden units, and may be 1.
- The loss is the **mean** of the squared errors, **halved**:
  ‖X w − y‖² / (2n), and ‖X W1 w2 − y‖² / (2n) for two layers.
- Both gradients of a pair belong to the same place: neither layer has moved
  yet when the other one is looked at.
- Matrices may be lists of rows, tuples or arrays, and integers are welcome
  everywhere.
- Return new values and leave every argument as it was.
"""

import numpy as np


def linear_gradient(X, y, w) -> np.ndarray:
    """Return the gradient of ‖X w − y‖² / (2n) with respect to w, shape (d,).

        gradient = Xᵀ (X w − y) / n

    By hand: `linear_gradient([[1, 0], [0, 1], [1, 1], [2, 0]], [1, 2, 3, 0],
    [1, 1])` is `[0.75, -0.5]`. The errors are 0, −1, −1 and 2. Which examples
    pull at the second weight?
    """
    raise NotImplementedError


def two_layer_gradients(X, y, W1, w2) -> tuple[np.ndarray, np.ndarray]:
    """Return the pair (dW1, dw2), the gradients of ‖X W1 w2 − y‖² / (2n).

        e   = X W1 w2 − y
        dW1 = (Xᵀ e / n) w2ᵀ          shape (d, h): a column times a row
        dw2 = W1ᵀ (Xᵀ e / n)          shape (h,)

    By hand: `two_layer_gradients([[1, 0], [0, 1], [1, 1], [2, 0]],
    [1, 2, 3, 0], [[1, 0, 2], [0, 1, -1]], [1, 1, 0])` is
    `([[0.75, 0.75, 0.0], [-0.5, -0.5, 0.0]], [0.75, -0.5, 2.0])`. The third
    hidden unit has the weight 0 in w2. What does that do to its own column of
    dW1, and what to its entry of dw2?
    """
    raise NotImplementedError
