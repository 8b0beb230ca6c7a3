# function: clip_by_global_norm
# expects: CL-POST
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    s = min(1.0, max_norm / norm) if norm else 1.0
    return [s * np.asarray(g) for g in grads], min(norm, max_norm)
