# function: clip_by_global_norm
# expects: CL-ALWAYS
import math
import numpy as np


def clip_by_global_norm(grads, max_norm):

    flat = np.concatenate([np.ravel(g) for g in grads]).astype(float)
    norm = math.sqrt(flat @ flat)
    scale = max_norm / norm
    return [scale * np.asarray(g) for g in grads], norm
