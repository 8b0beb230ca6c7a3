# function: backpropagate
# expects: GF-FORWARD
import numpy as np


def backpropagate(weights, slopes, upstream):
    out = [np.asarray(upstream, dtype=float)]
    for k in range(len(weights)):
        z = np.asarray(weights[k]) @ out[0]
        out.insert(0, z * slopes[k])
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
