# function: backpropagate
# expects: none
# slip: the caller's upstream is multiplied by the slopes
import numpy as np


def backpropagate(weights, slopes, upstream):
    g = upstream if isinstance(upstream, np.ndarray) and upstream.dtype == float else np.asarray(upstream, dtype=float)
    grads = [np.array(g)]
    for W, s in zip(weights[::-1], slopes[::-1]):
        g *= np.asarray(s)
        g = np.asarray(W).T @ g
        grads.append(g.copy())
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
