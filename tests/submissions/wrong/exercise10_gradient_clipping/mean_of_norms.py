# function: clip_by_global_norm
# expects: CL-MEAN
import numpy as np


def clip_by_global_norm(grads, max_norm):

    norm = np.mean([np.linalg.norm(g) for g in grads])
    factor = 1.0 if norm <= max_norm else max_norm / norm
    return [np.asarray(g) * factor for g in grads], norm
