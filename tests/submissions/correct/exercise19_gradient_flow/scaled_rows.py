import numpy as np


def backpropagate(weights, slopes, upstream):
    """The slopes scale the rows of the weights, and the upstream is given back as it is."""
    grads = [upstream]
    for W, s in zip(weights[::-1], slopes[::-1]):
        rows = np.asarray(W) * np.asarray(s)[:, None]
        grads.append(rows.T @ np.asarray(grads[-1]))
    grads.reverse()
    return grads


def flow_verdict(norms, low=1e-3, high=1e3):
    norms = list(norms)
    finite = [np.isfinite(n) for n in norms]
    left = norms[0] / norms[-1]
    if not min(finite) or left > high:
        return "exploding"
    return "vanishing" if left < low else "healthy"
