# function: clip_by_global_norm
# expects: none
# slip: the limit is 1, whatever is asked
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    return [np.asarray(g) * 1.0 / max(norm, 1.0) for g in grads], norm
