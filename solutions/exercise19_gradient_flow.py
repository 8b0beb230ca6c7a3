"""Reference for exercise 19: a gradient on its way down, and what became of it.

D. E. Rumelhart, G. E. Hinton and R. J. Williams (1986), "Learning representations by back-propagating errors": the
chain rule, layer by layer. That products of slopes and weights vanish or explode: S. Hochreiter (1991); Y. Bengio,
P. Simard and P. Frasconi (1994). X. Glorot and Y. Bengio (2010) watch the gradients of each layer.
"""

import numpy as np


def backpropagate(weights, slopes, upstream) -> list[np.ndarray]:
    """[g_0, …, g_L] with g_{l−1} = W_lᵀ (slopes_l ⊙ g_l)."""
    grads = [np.asarray(upstream, dtype=float)]
    # The loss is at the top, so the way goes down: the last layer first.
    for weight, slope in zip(reversed(weights), reversed(slopes), strict=True):
        # On the way up the activation came after the weights, so on the way down its slope comes before them.
        felt = np.asarray(slope, dtype=float) * grads[-1]
        # Input j reached all outputs, by column j of the weights: it feels them all again.
        grads.append(np.asarray(weight, dtype=float).T @ felt)
    return grads[::-1]


def flow_verdict(norms, low=1e-3, high=1e3) -> str:
    """The word for what is left of the last norm at the first."""
    norms = np.asarray(norms, dtype=float)
    # NaN is below no limit and above none, so it has to be asked for first.
    if not np.isfinite(norms).all():
        return "exploding"
    left = norms[0] / norms[-1]
    if left < low:
        return "vanishing"
    return "exploding" if left > high else "healthy"
