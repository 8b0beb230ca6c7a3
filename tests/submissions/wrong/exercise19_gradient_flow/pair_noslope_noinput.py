# function: backpropagate
# expects: GF-NOSLOPE GF-NOINPUT
import numpy as np


def backpropagate(weights, slopes, upstream):
    out = [np.asarray(upstream, dtype=float)]
    for W in weights[:0:-1]:
        out.insert(0, np.asarray(W).T @ out[0])
    return out


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
