import numpy as np

def max_stable_lr(hessian):
    return 2 / np.linalg.eigvalsh(hessian).max()

def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return lam.max() / lam.min()

def best_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return 2 / (lam.max() + lam.min())
