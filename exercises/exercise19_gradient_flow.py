"""Gradient flow: what reaches the first layer

A network stacks layers, and the loss stands at its far end. Each layer feels
the loss only through all the layers above it. The gradient walks down to it,
from the output to the input, and every layer on its way does two things to it:
it multiplies by the slope of its activation, and by its weights.

Products of many factors seldom stay near one. The slope of a sigmoid is at most
a quarter. After ten such layers a millionth may be left, and the first layers
hardly learn. With large weights the product explodes, and one step throws the
early layers away. Nothing in the loss curve says which of the two happened, so
people watch the norm of the gradient at every layer.

What holds in this file:

- Layer l computes h_l = φ(W_l h_{l−1}), for l from 1 to L. h_0 is the input.
- `weights` holds the L matrices W_1, …, W_L. W_l has as many rows as layer l
  has outputs, and as many columns as it has inputs. Widths differ from layer
  to layer; L may be 1, and a width may be 1.
- `slopes` holds the L vectors φ′, one for each layer and as long as the layer
  has outputs: `slopes[0]` belongs to `weights[0]`. They were measured on the
  way up. A slope may be 0.
- g_l is the gradient of the loss with respect to the *output* h_l of layer l,
  after the activation. `upstream` is g_L, which the loss hands over.
- `weights` and `slopes` are lists or tuples; what they hold, and `upstream`,
  may be lists, tuples or arrays. Integers are welcome everywhere.
- Return new values and leave every argument as it was. (The last gradient may
  be `upstream` itself.)
- Not tested: ratios close to `low` or `high`, a last norm of 0, fewer than two
  norms.
"""

import numpy as np


def backpropagate(weights, slopes, upstream) -> list[np.ndarray]:
    """Walk a gradient down through all layers; return the list [g_0, …, g_L].

        g_L     = upstream
        g_{l−1} = W_lᵀ (slopes_l ⊙ g_l)        ⊙ multiplies entry by entry

    The list has L + 1 gradients. The first one is that of the input, the last
    one is `upstream`.

    By hand: `backpropagate([[[1, 2], [0, 1]], [[3, -1], [2, 1]]],
    [[1, 0], [0.5, 1]], [4, 1])` is `[[8.0, 16.0], [8.0, -1.0], [4.0, 1.0]]`.
    One of the slopes is 0. What did it keep from the input?
    """
    raise NotImplementedError


def flow_verdict(norms, low=1e-3, high=1e3) -> str:
    """Name the fate of a gradient from its norms, the input's first.

        `exploding`   where any norm is not finite (this comes first),
                      or where first/last > high
        `vanishing`   where first/last < low
        `healthy`     elsewhere

    Only the first and the last norm are compared; in between there may be
    hills and dips.

    By hand: `flow_verdict([0.00002, 0.01, 0.4])` is `'vanishing'`, for the
    first norm is a 20000th of the last. What is it with `low=1e-5`?
    """
    raise NotImplementedError
