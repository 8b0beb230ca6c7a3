import numpy as np


def backpropagate(weights, slopes, upstream):
    depth = len(weights)
    grads = [None] * (depth + 1)
    grads[depth] = np.array(upstream, dtype=float)
    for layer in range(depth, 0, -1):
        W = np.array(weights[layer - 1], dtype=float)
        grads[layer - 1] = np.dot(W.transpose(), np.array(slopes[layer - 1]) * grads[layer])
    return grads


def flow_verdict(norms, low=1e-3, high=1e3):
    if any(not np.isfinite(n) for n in norms):
        return "exploding"
    left = norms[0] / norms[-1]
    return "vanishing" if left < low else ("exploding" if left > high else "healthy")
