# function: clip_by_global_norm
# expects: none
# slip: returns the norm alone, as torch's function does
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    return norm
