# function: backpropagate
# expects: GF-NOT
import numpy as np


def backpropagate(weights, slopes, upstream):
    grads = [np.array(upstream, dtype=float)]
    for i in range(len(weights) - 1, -1, -1):
        delta = grads[0] * slopes[i]
        grads.insert(0, delta.dot(np.array(weights[i]).T))
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
