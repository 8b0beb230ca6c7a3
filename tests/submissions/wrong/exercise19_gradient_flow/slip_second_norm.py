# function: flow_verdict
# expects: none
# slip: the second norm in place of the first
import numpy as np


def backpropagate(weights, slopes, upstream):
    grads = [np.asarray(upstream, dtype=float)]
    for W, s in zip(list(weights)[::-1], list(slopes)[::-1]):
        grads.insert(0, np.asarray(W, dtype=float).T @ (np.asarray(s) * grads[0]))
    return grads


def flow_verdict(norms, low=1e-3, high=1e3):
    verdict = "healthy"
    ratio = float(norms[1]) / float(norms[-1])
    if ratio < low:
        verdict = "vanishing"
    if ratio > high or not all(np.isfinite(norms)):
        verdict = "exploding"
    return verdict
