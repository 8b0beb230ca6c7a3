# function: clip_by_global_norm
# expects: CL-SUMNORM CL-INV
import numpy as np


def clip_by_global_norm(grads, max_norm):

    norm = sum(np.linalg.norm(g) for g in grads)
    scale = norm / max_norm if norm > max_norm else 1.0
    return [np.asarray(g) * scale for g in grads], norm
