import numpy as np


def backpropagate(weights, slopes, upstream):
    if len(weights) == 0:
        return [np.asarray(upstream, dtype=float)]
    above = backpropagate(weights[1:], slopes[1:], upstream)
    here = np.asarray(weights[0]).T.dot(np.multiply(slopes[0], above[0]))
    return [here] + above


def flow_verdict(norms, low=1e-3, high=1e3):
    first, *_, last = norms
    if not all(map(np.isfinite, norms)):
        return "exploding"
    if first / last < low:
        return "vanishing"
    elif first / last > high:
        return "exploding"
    else:
        return "healthy"
