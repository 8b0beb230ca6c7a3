# function: clip_by_global_norm
# expects: CL-VALUE
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    return [np.clip(g, -max_norm, max_norm) for g in grads], norm
