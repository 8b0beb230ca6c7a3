from collections import namedtuple
import numpy as np

Clipped = namedtuple("Clipped", "grads norm")


def clip_by_global_norm(grads, max_norm):
    flat = [np.ravel(np.asarray(g, float)) for g in grads]
    norm = np.sqrt(sum(np.einsum("i,i->", f, f) for f in flat))
    with np.errstate(divide="ignore"):
        factor = np.minimum(1.0, np.divide(max_norm, norm))
    return Clipped([np.asarray(g, float) * factor for g in grads], norm)
