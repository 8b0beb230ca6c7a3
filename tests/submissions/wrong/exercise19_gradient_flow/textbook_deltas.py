# function: backpropagate
# expects: GF-DELTA
import numpy as np


def backpropagate(weights, slopes, upstream):
    delta = np.asarray(slopes[-1]) * np.asarray(upstream, dtype=float)
    out = [delta]
    for i in range(len(weights) - 1, 0, -1):
        delta = np.asarray(slopes[i - 1]) * (np.asarray(weights[i]).T @ delta)
        out.append(delta)
    out.append(np.asarray(weights[0]).T @ delta)
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
