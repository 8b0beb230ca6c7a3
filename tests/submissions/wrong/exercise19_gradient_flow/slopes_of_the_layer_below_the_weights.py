# function: backpropagate
# expects: GF-SLOPEAFTER
import numpy as np


def backpropagate(weights, slopes, upstream):
    g = np.asarray(upstream, dtype=float)
    grads = [g]
    for i in reversed(range(len(weights))):
        g = np.asarray(weights[i]).T @ g
        if i > 0:
            g = g * np.asarray(slopes[i - 1])
        grads.append(g)
    return grads[::-1]


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
