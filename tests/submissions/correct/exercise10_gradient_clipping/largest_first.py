import numpy as np


def clip_by_global_norm(grads, max_norm):
    """The sum of squares without overflow: scaled by the largest entry."""
    arrays = [np.asarray(g, dtype=np.longdouble) for g in grads]
    top = max(np.max(np.abs(a)) for a in arrays)
    if top == 0:
        return [a.astype(float) for a in arrays], 0
    norm = top * np.sqrt(sum(((a / top) ** 2).sum() for a in arrays))
    share = min(1, max_norm / norm)
    return [(a * share).astype(float) for a in arrays], float(norm)
