# function: clip_by_global_norm
# expects: CL-ZERONAN
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    units = [np.asarray(g) / norm for g in grads]
    return [u * min(norm, max_norm) for u in units], norm
