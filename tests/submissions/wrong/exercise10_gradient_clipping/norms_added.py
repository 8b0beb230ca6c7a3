# function: clip_by_global_norm
# expects: CL-SUMNORM
import numpy as np


def clip_by_global_norm(grads, max_norm):

    norm = sum(np.linalg.norm(g) for g in grads)
    scale = max_norm / max(norm, max_norm)
    return [np.asarray(g) * scale for g in grads], norm
