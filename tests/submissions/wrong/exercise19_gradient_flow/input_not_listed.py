# function: backpropagate
# expects: GF-NOINPUT
import numpy as np


def backpropagate(weights, slopes, upstream):
    grads = [np.asarray(upstream, dtype=float)]
    for i in range(len(weights) - 1, 0, -1):
        grads.insert(0, np.asarray(weights[i]).T @ (np.asarray(slopes[i]) * grads[0]))
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
