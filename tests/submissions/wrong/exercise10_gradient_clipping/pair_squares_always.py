# function: clip_by_global_norm
# expects: CL-NOSQRT CL-ALWAYS
import numpy as np


def clip_by_global_norm(grads, max_norm):

    norm = sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads)
    return [np.asarray(g) * max_norm / norm if norm else np.asarray(g) for g in grads], norm
