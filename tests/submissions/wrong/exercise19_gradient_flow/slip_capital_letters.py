# function: flow_verdict
# expects: none
# slip: the words begin with a capital letter
import numpy as np


def backpropagate(weights, slopes, upstream):
    grads = [np.asarray(upstream, dtype=float)]
    for W, s in zip(list(weights)[::-1], list(slopes)[::-1]):
        grads.insert(0, np.asarray(W, dtype=float).T @ (np.asarray(s) * grads[0]))
    return grads


def flow_verdict(norms, low=1e-3, high=1e3):
    first, last = float(norms[0]), float(norms[-1])
    finite = all(np.isfinite(norm) for norm in norms)
    if not finite or first / last > high:
        return "Exploding"
    if first / last < low:
        return "Vanishing"
    return "Healthy"
