# function: clip_by_global_norm
# expects: CL-UNITS
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    return [np.asarray(g) / norm if norm > 0 else np.asarray(g) for g in grads], norm
