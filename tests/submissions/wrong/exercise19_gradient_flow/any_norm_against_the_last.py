# function: flow_verdict
# expects: GF-MINMAX
import numpy as np


def backpropagate(weights, slopes, upstream):
    grads = [np.asarray(upstream, dtype=float)]
    for W, s in zip(list(weights)[::-1], list(slopes)[::-1]):
        grads.insert(0, np.asarray(W, dtype=float).T @ (np.asarray(s) * grads[0]))
    return grads


def flow_verdict(norms, low=1e-3, high=1e3):
    norms = np.asarray(norms, dtype=float)
    if not np.isfinite(norms).all():
        return "exploding"
    shares = norms / norms[-1]
    if shares.min() < low:
        return "vanishing"
    return "exploding" if shares.max() > high else "healthy"
