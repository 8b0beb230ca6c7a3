# function: clip_by_global_norm
# expects: CL-MAX
import numpy as np


def clip_by_global_norm(grads, max_norm):

    norm = max(np.max(np.abs(g)) for g in grads)
    factor = 1.0 if norm <= max_norm else max_norm / norm
    return [np.asarray(g) * factor for g in grads], norm
