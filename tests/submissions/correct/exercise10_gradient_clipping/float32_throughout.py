import numpy as np


def clip_by_global_norm(grads, max_norm):
    single = [np.asarray(g, dtype=np.float32) for g in grads]
    norm = np.float32(np.sqrt(np.float32(sum(np.sum(g * g) for g in single))))
    limit = np.float32(max_norm)
    factor = limit / np.maximum(norm, limit)
    return [g * factor for g in single], norm
