# function: backpropagate
# expects: GF-DIVSLOPE
import numpy as np


def backpropagate(weights, slopes, upstream):
    grads = [np.asarray(upstream, dtype=float)]
    for W, s in zip(weights[::-1], slopes[::-1]):
        with np.errstate(all="ignore"):
            grads.append(np.asarray(W).T @ (grads[-1] / np.asarray(s)))
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
