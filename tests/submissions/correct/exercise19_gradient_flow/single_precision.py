import numpy as np


def backpropagate(weights, slopes, upstream):
    f = np.float32
    grads = [np.asarray(upstream, f)]
    for W, s in list(zip(weights, slopes))[::-1]:
        grads.append(np.asarray(W, f).T @ (np.asarray(s, f) * grads[-1]))
    return grads[::-1]


def flow_verdict(norms, low=1e-3, high=1e3):
    norms = np.asarray(norms, np.float32)
    if not np.isfinite(norms).all():
        return "exploding"
    left = norms[0] / norms[-1]
    return "healthy" if low <= left <= high else ("vanishing" if left < low else "exploding")
