import numpy as np


def clip_by_global_norm(grads, max_norm):
    total = 0.0
    for g in grads:
        total += float((np.asarray(g, dtype=float) ** 2).sum())
    norm = total ** 0.5
    if norm <= max_norm:
        return list(grads), norm  # nothing to cut
    clipped = []
    for g in grads:
        clipped.append(max_norm * np.asarray(g, dtype=float) / norm)
    return clipped, norm
