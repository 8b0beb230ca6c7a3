# function: clip_by_global_norm
# expects: own
# or: CL-PART
# slip: the sum is overwritten at each array
import numpy as np


def clip_by_global_norm(grads, max_norm):

    for g in grads:
        norm = np.sqrt(np.sum(np.asarray(g, dtype=float) ** 2))
    scale = max_norm / max(norm, max_norm)
    return [np.asarray(g) * scale for g in grads], norm
