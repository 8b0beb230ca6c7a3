# function: backpropagate
# expects: none
# slip: the products are kept on the grid of the upstream's kind
import numpy as np


def backpropagate(weights, slopes, upstream):
    grads = [np.asarray(upstream)]
    for W, s in zip(weights[::-1], slopes[::-1]):
        felt = np.empty_like(grads[-1])
        felt[:] = np.asarray(s) * grads[-1]
        grads.append(np.asarray(W).T @ felt)
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
