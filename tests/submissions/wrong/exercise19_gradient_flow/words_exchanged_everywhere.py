# function: flow_verdict
# expects: GF-SWAP
import numpy as np


def backpropagate(weights, slopes, upstream):
    depth = len(weights)
    grads = [None] * depth + [np.array(upstream, dtype=float)]
    while depth:
        depth -= 1
        scaled = np.asarray(slopes[depth], dtype=float) * grads[depth + 1]
        grads[depth] = np.dot(scaled, np.asarray(weights[depth], dtype=float))
    return grads


def flow_verdict(norms, low=1e-3, high=1e3):
    norms = np.asarray(norms, dtype=float)
    if np.isnan(norms).any() or np.isinf(norms).any():
        return "vanishing"
    r = norms[0] / norms[-1]
    if r < low:
        return "exploding"
    elif r > high:
        return "vanishing"
    return "healthy"
