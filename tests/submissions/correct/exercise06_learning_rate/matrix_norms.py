from numpy import asarray
from numpy.linalg import norm

def max_stable_lr(hessian):
    """2 over the spectral norm."""
    return 2 / norm(asarray(hessian, dtype="f8"), ord=2)

def condition_number(hessian):
    h = asarray(hessian, dtype="f8")
    return norm(h, 2) / norm(h, -2)

def best_lr(hessian):
    h = asarray(hessian, dtype="f8")
    return 1 / ((norm(h, 2) + norm(h, -2)) / 2)
