# function: clip_by_global_norm
# expects: CL-PERTENSOR
import numpy as np


def clip_by_global_norm(grads, max_norm):

    out = []
    for g in grads:
        g = np.array(g, dtype=float)
        norm = np.sqrt((g * g).sum())
        if norm > max_norm:
            g = g * max_norm / norm
        out.append(g)
    return out, norm
