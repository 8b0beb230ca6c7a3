import numpy as np

def _lam(h):
    h = np.einsum("ij->ij", np.asarray(h, dtype=np.longdouble).astype(float))
    _, q = np.linalg.eigh(h)
    return np.einsum("ji,jk,ki->i", q, h, q)      # Rayleigh quotients of the eigenvectors

max_stable_lr = lambda hessian: np.asarray(2 / _lam(hessian).max())
condition_number = lambda hessian: np.ptp(_lam(hessian)) / _lam(hessian).min() + 1
best_lr = lambda hessian: 2 / _lam(hessian)[[0, -1]].sum()
