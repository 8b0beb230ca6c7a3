# function: flow_verdict
# expects: none
# slip: the lower limit is a hundredth where nobody says one
import numpy as np


def backpropagate(weights, slopes, upstream):
    grads = [np.asarray(upstream, dtype=float)]
    for W, s in zip(list(weights)[::-1], list(slopes)[::-1]):
        grads.insert(0, np.asarray(W, dtype=float).T @ (np.asarray(s) * grads[0]))
    return grads


def flow_verdict(norms, low=1e-2, high=1e3):
    n = [float(x) for x in norms]
    if any(x != x or x == float("inf") for x in n):
        return "exploding"
    elif n[0] < low * n[-1]:
        return "vanishing"
    elif n[0] > high * n[-1]:
        return "exploding"
    else:
        return "healthy"
