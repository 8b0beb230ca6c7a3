# function: backpropagate
# expects: GF-ORDER GF-REVERSED
import numpy as np


def backpropagate(weights, slopes, upstream):
    out = [np.asarray(upstream, dtype=float)]
    for W, s in zip(weights, slopes):
        out.append(np.asarray(W).T @ (np.asarray(s) * out[-1]))
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
