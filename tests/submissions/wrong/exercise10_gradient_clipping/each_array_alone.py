# function: clip_by_global_norm
# expects: CL-PERTENSOR
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    clipped = []
    for g in grads:
        own = np.linalg.norm(g)
        clipped.append(np.asarray(g) * min(1.0, max_norm / own) if own > 0 else np.asarray(g))
    return clipped, norm
