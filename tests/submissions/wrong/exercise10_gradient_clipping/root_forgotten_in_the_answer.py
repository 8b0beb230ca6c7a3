# function: clip_by_global_norm
# expects: CL-NOSQRT
import numpy as np


def clip_by_global_norm(grads, max_norm):

    squares = sum(float(np.vdot(g, g)) for g in map(np.asarray, grads))
    scale = min(1.0, max_norm / np.sqrt(squares)) if squares else 1.0
    return [np.asarray(g) * scale for g in grads], squares
