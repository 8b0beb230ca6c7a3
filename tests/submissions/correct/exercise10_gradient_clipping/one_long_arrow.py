import numpy as np


def clip_by_global_norm(grads, max_norm):
    arrays = [np.asarray(g) for g in grads]
    arrow = np.concatenate([a.ravel() for a in arrays]).astype(float)
    norm = np.linalg.norm(arrow)
    if norm > max_norm:
        arrow *= max_norm / norm
    ends = np.cumsum([a.size for a in arrays])[:-1]
    return [part.reshape(a.shape) for part, a in zip(np.split(arrow, ends), arrays)], norm
