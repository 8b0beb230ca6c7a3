# function: clip_by_global_norm
# expects: CL-ALWAYS
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    scale = max_norm / (norm + 1e-12)
    return [np.multiply(g, scale) for g in grads], norm
