import numpy as np


def backpropagate(weights, slopes, upstream):
    out = (np.asarray(upstream, dtype=np.float64),)
    for W, s in zip(reversed(tuple(weights)), reversed(tuple(slopes))):
        out = (np.einsum("oi,o,o->i", W, s, out[0]),) + out
    return out


def flow_verdict(norms, low=1e-3, high=1e3):
    norms = np.asarray(norms)
    if np.isfinite(norms).sum() < norms.size:
        return "exploding"
    left = norms[0] / norms[-1]
    return str(np.select([left < low, left > high], ["vanishing", "exploding"], "healthy"))
