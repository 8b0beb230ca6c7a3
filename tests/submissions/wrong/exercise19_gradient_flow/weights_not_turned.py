# function: backpropagate
# expects: GF-NOT
import numpy as np


def backpropagate(weights, slopes, upstream):
    g = np.asarray(upstream, dtype=float)
    out = [g]
    for W, s in zip(weights[::-1], slopes[::-1]):
        g = np.asarray(W, dtype=float) @ (np.asarray(s) * g)
        out.append(g)
    return out[::-1]


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
