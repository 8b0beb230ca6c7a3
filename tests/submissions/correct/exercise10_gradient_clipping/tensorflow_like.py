import numpy as np


def clip_by_global_norm(grads, max_norm):
    # t * clip_norm / max(global_norm, clip_norm)
    arrays = [np.array(g, dtype=float) for g in grads]
    global_norm = np.sqrt(np.sum([np.sum(a * a) for a in arrays]))
    return [a * max_norm / max(global_norm, max_norm) for a in arrays], global_norm
