# function: clip_by_global_norm
# expects: CL-MAX CL-POST
import numpy as np


def clip_by_global_norm(grads, max_norm):

    top = max(np.abs(g).max() for g in map(np.asarray, grads))
    out = [np.asarray(g) * (max_norm / top if top > max_norm else 1.0) for g in grads]
    return out, np.sqrt(sum((g ** 2).sum() for g in out))
