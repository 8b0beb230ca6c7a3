import numpy as np


def backpropagate(weights, slopes, upstream):
    g = np.array(upstream, dtype=float, copy=True)
    grads = [g.copy()]
    for W, s in zip(weights[::-1], slopes[::-1]):
        g *= s
        g = np.matmul(np.transpose(W), g)
        grads.append(g.copy())
    return grads[::-1]


def flow_verdict(norms, low=1e-3, high=1e3):
    verdict = "healthy"
    norms = np.asarray(norms, dtype=float)
    if norms[0] < norms[-1] * low:
        verdict = "vanishing"
    if norms[0] > norms[-1] * high or not np.isfinite(norms).all():
        verdict = "exploding"
    return verdict
