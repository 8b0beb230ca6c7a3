import numpy as np


def backpropagate(weights, slopes, upstream):
    g = np.asarray(upstream, dtype=float).reshape(-1, 1)
    grads = [g]
    for W, s in zip(weights[::-1], slopes[::-1]):
        g = np.asarray(W).T @ (np.asarray(s).reshape(-1, 1) * g)
        grads = [g] + grads
    return [g.ravel() for g in grads]


def flow_verdict(norms, low=1e-3, high=1e3):
    from enum import Enum

    class Fate(Enum):
        LOST = "vanishing"
        BLOWN = "exploding"
        FINE = "healthy"

    if not np.isfinite(np.asarray(norms, dtype=float)).all():
        return Fate.BLOWN.value
    left = norms[0] / norms[-1]
    return (Fate.LOST if left < low else Fate.BLOWN if left > high else Fate.FINE).value
