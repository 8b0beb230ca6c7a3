# function: clip_by_global_norm
# expects: CL-L1
import numpy as np


def clip_by_global_norm(grads, max_norm):

    norm = 0
    for g in grads:
        norm += np.abs(g).sum()
    if norm > max_norm:
        return [np.asarray(g) * (max_norm / norm) for g in grads], norm
    return [np.asarray(g) for g in grads], norm
