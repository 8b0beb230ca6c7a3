# function: clip_by_global_norm
# expects: none
# slip: the answer is cut to the kind that came in
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    if norm > max_norm:
        grads = [(np.asarray(g) * max_norm / norm).astype(np.asarray(g).dtype) for g in grads]
    return list(grads), norm
