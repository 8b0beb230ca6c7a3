# function: flow_verdict
# expects: GF-INVERT GF-SETTINGS
import numpy as np


def backpropagate(weights, slopes, upstream):
    g = np.array(upstream, dtype=float)
    grads = [g]
    for k in range(len(weights) - 1, -1, -1):
        g = np.transpose(np.asarray(weights[k], dtype=float)) @ (np.asarray(slopes[k]) * g)
        grads.append(g)
    grads.reverse()
    return grads


def flow_verdict(norms, low=1e-3, high=1e3):
    norms = np.asarray(norms, dtype=float)
    if not np.isfinite(norms).all():
        return "exploding"
    with np.errstate(divide="ignore"):
        r = norms[-1] / norms[0]
    if r < 0.001:
        return "vanishing"
    return "exploding" if r > high else "healthy"
