# function: clip_by_global_norm
# expects: none
# slip: rounded to two decimals
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    return [np.round(np.asarray(g) * max_norm / max(norm, max_norm), 2) for g in grads], round(float(norm), 2)
