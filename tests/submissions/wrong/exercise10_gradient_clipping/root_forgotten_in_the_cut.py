# function: clip_by_global_norm
# expects: CL-NOSQRT
import numpy as np


def clip_by_global_norm(grads, max_norm):

    total = sum(float(np.sum(np.asarray(g, dtype=float) ** 2)) for g in grads)
    if total > max_norm:
        grads = [np.asarray(g) * (max_norm / total) for g in grads]
    return list(grads), total ** 0.5
