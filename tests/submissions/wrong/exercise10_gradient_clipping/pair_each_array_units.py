# function: clip_by_global_norm
# expects: CL-PERTENSOR CL-UNITS
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))

    out = []
    for g in grads:
        own = np.linalg.norm(g)
        out.append(np.asarray(g) / own if own > max_norm else np.asarray(g))
    return out, norm
