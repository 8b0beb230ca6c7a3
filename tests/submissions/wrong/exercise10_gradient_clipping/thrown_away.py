# function: clip_by_global_norm
# expects: CL-DROP
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    if norm > max_norm:
        # too long to be trusted: skip this step
        return [np.zeros_like(g) for g in grads], norm
    return list(grads), norm
