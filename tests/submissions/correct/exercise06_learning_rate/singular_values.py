import numpy as np

def _sv(h):
    # symmetric and positive definite: the singular values are the eigenvalues
    return np.linalg.svd(np.asarray(h, float), compute_uv=False)

def max_stable_lr(hessian):
    return np.float64(2) * np.reciprocal(_sv(hessian)[0])

def condition_number(hessian):
    return np.linalg.cond(np.asarray(hessian, float))

def best_lr(hessian):
    s = _sv(hessian)
    return np.array(2 / (s[0] + s[-1]))
