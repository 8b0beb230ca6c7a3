# function: backpropagate
# expects: none
# slip: the gradient of the input alone comes back
import numpy as np


def backpropagate(weights, slopes, upstream):
    g = np.asarray(upstream, dtype=float)
    for W, s in zip(weights[::-1], slopes[::-1]):
        g = np.asarray(W).T @ (np.asarray(s) * g)
    return g


def flow_verdict(norms, low=1e-3, high=1e3):
    norms = np.asarray(norms, dtype=float)
    if not np.all(np.isfinite(norms)):
        return "exploding"
    ratio = norms[0] / norms[-1]
    if ratio < low:
        return "vanishing"
    if ratio > high:
        return "exploding"
    return "healthy"
