# function: clip_by_global_norm
# expects: CL-VALUE
import numpy as np


def clip_by_global_norm(grads, max_norm):

    length = np.linalg.norm(np.concatenate([np.ravel(g) for g in grads]))
    return [np.minimum(g, max_norm) for g in grads], length
