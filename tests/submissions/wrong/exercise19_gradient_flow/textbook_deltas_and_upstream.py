# function: backpropagate
# expects: GF-DELTA
import numpy as np


def backpropagate(weights, slopes, upstream):
    g = np.asarray(upstream, dtype=float)
    grads = [g]
    for W, s in zip(weights[::-1], slopes[::-1]):
        delta = np.asarray(s) * g
        grads.insert(0, delta)
        g = np.asarray(W).T @ delta
    return grads


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
