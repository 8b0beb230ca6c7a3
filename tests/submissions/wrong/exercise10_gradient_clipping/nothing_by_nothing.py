# function: clip_by_global_norm
# expects: CL-ZERONAN
import math
import numpy as np


def clip_by_global_norm(grads, max_norm):

    total = 0.0
    for g in grads:
        total += float(np.sum(np.asarray(g, dtype=float) ** 2))
    norm = math.sqrt(total)
    scale = min(1.0, max_norm / norm)
    return [np.asarray(g) * scale for g in grads], norm
