# function: clip_by_global_norm
# expects: CL-ALWAYS
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    if norm == 0:
        return list(grads), norm
    return [np.asarray(g) * max_norm / norm for g in grads], norm
