# function: clip_by_global_norm
# expects: own
# or: CL-SHORTONLY
# slip: stretches what is short and leaves what is long
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    if 0 < norm < max_norm:
        return [np.asarray(g) * max_norm / norm for g in grads], norm
    return list(grads), norm
