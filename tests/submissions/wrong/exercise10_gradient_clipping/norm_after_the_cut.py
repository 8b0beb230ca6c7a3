# function: clip_by_global_norm
# expects: CL-POST
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    if norm > max_norm:
        grads = [np.asarray(g) * max_norm / norm for g in grads]
        norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
    return list(grads), norm
