# function: clip_by_global_norm
# expects: none
# slip: returns the arrays alone
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    return [np.asarray(g) * max_norm / max(norm, max_norm) for g in grads]
