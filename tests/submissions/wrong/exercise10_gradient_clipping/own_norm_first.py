# function: clip_by_global_norm
# expects: own
# or: X-ORDER
# slip: the pair in the other order
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    scale = max_norm / max(norm, max_norm)
    return norm, [np.asarray(g) * scale for g in grads]
