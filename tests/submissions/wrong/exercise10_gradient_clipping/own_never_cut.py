# function: clip_by_global_norm
# expects: own
# or: CL-NOCLIP
# slip: the shortened arrays are never kept
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    if norm > max_norm:
        for g in grads:
            g = np.asarray(g) * max_norm / norm
    return list(grads), norm
