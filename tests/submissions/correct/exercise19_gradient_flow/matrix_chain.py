import numpy as np


def backpropagate(weights, slopes, upstream):
    """All layers above a place as one matrix."""
    upstream = np.asarray(upstream, dtype=float)
    chain = np.eye(len(upstream))
    grads = [upstream]
    for W, s in zip(weights[::-1], slopes[::-1]):
        chain = chain @ (np.asarray(s, dtype=float)[:, np.newaxis] * np.asarray(W, dtype=float))
        grads.append(upstream @ chain)
    return grads[::-1]


def flow_verdict(norms, low=1e-3, high=1e3):
    biggest = float(np.max(np.asarray(norms, dtype=float)))
    if not np.isfinite(biggest):
        return "exploding"
    left = float(norms[0]) / float(norms[-1])
    if left < low:
        return "vanishing"
    return "exploding" if left > high else "healthy"
