# function: clip_by_global_norm
# expects: CL-PERTENSOR
import numpy as np


def clip_by_global_norm(grads, max_norm):

    norms = [np.sqrt(np.sum(np.square(g))) for g in grads]
    return [g if n <= max_norm else np.asarray(g) / n * max_norm for g, n in zip(grads, norms)], norms
