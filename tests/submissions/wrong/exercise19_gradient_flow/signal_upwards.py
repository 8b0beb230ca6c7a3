# function: backpropagate
# expects: GF-FORWARD
import numpy as np


def backpropagate(weights, slopes, upstream):
    h = np.asarray(upstream, dtype=float)
    out = [h]
    for W, s in zip(weights, slopes):
        h = np.asarray(s) * (np.asarray(W) @ h)
        out.append(h)
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
