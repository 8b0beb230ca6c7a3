# function: clip_by_global_norm
# expects: X-MUTATES
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    if norm > max_norm:
        for g in grads:
            g *= max_norm / norm
    return grads, norm
