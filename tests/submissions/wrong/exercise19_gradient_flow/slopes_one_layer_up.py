# function: backpropagate
# expects: GF-OFFBYONE
import numpy as np


def backpropagate(weights, slopes, upstream):
    n = len(weights)
    grads = [np.asarray(upstream, dtype=float)]
    for i in range(n - 1, -1, -1):
        s = np.asarray(slopes[min(i + 1, n - 1)])
        grads.append(np.asarray(weights[i]).T @ (s * grads[-1]))
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
