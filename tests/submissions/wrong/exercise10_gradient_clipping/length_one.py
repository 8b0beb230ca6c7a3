# function: clip_by_global_norm
# expects: CL-UNITS
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    if norm > max_norm:
        return [np.asarray(g) / norm for g in grads], norm
    return list(grads), norm
