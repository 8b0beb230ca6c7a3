# function: clip_by_global_norm
# expects: none
# slip: a guard of 0.01 beside the norm
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    return [np.asarray(g) * min(1.0, max_norm / (norm + 1e-2)) for g in grads], norm
