# function: clip_by_global_norm
# expects: CL-L1 CL-DROP
import numpy as np


def clip_by_global_norm(grads, max_norm):

    norm = sum(np.sum(np.abs(g)) for g in grads)
    return [np.asarray(g) * (norm <= max_norm) for g in grads], norm
