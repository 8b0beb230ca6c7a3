# function: clip_by_global_norm
# expects: none
# slip: one flat array instead of a list of arrays
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    flat = np.concatenate([np.ravel(g) for g in grads])
    return flat * max_norm / max(norm, max_norm), norm
