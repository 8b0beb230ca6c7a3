# function: flow_verdict
# expects: GF-NANHEALTHY
import numpy as np


def backpropagate(weights, slopes, upstream):
    grads = [np.asarray(upstream, dtype=float)]
    for W, s in zip(list(weights)[::-1], list(slopes)[::-1]):
        grads.insert(0, np.asarray(W, dtype=float).T @ (np.asarray(s) * grads[0]))
    return grads


def flow_verdict(norms, low=1e-3, high=1e3):
    norms = np.asarray(norms, dtype=float)
    with np.errstate(all="ignore"):
        r = norms[0] / norms[-1]
    if r < low:
        return "vanishing"
    elif r > high:
        return "exploding"
    else:
        return "healthy"
