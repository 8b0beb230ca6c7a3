# function: clip_by_global_norm
# expects: CL-VALUE CL-POST
import numpy as np


def clip_by_global_norm(grads, max_norm):

    out = [np.clip(g, -max_norm, max_norm) for g in grads]
    return out, np.sqrt(sum(np.sum(np.asarray(g, float) ** 2) for g in out))
