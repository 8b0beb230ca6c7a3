# function: clip_by_global_norm
# expects: CL-ALWAYS CL-POST
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    if norm:
        grads = [np.asarray(g) * max_norm / norm for g in grads]
    return list(grads), np.sqrt(sum(np.sum(np.asarray(g) ** 2) for g in grads))
