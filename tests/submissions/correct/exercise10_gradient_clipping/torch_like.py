"""As torch.nn.utils.clip_grad_norm_ does it: a norm of norms, a small guard, a coefficient of at most one."""
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norms = [np.linalg.norm(np.asarray(g, dtype=np.float64).reshape(-1)) for g in grads]
    total_norm = np.linalg.norm(np.array(norms))
    clip_coef = max_norm / (total_norm + 1e-6)
    clip_coef_clamped = min(clip_coef, 1.0)
    return tuple(np.asarray(g) * clip_coef_clamped for g in grads), float(total_norm)
