import numpy as np


def clip_by_global_norm(grads, max_norm):
    out = [np.array(g, dtype=float, copy=True) for g in grads]
    norm = np.sqrt(sum(np.vdot(g, g) for g in out))
    if norm > max_norm:
        for g in out:
            g *= max_norm
            g /= norm
    return out, norm
