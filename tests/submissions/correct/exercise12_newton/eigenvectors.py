from numpy import asarray
from numpy.linalg import eigh


def newton_step(theta, grad, hessian, damping=0.0):
    lam, Q = eigh(asarray(hessian, dtype=float))
    coefficients = Q.T @ asarray(grad, dtype=float)
    return asarray(theta, dtype=float) - Q @ (coefficients / (lam + damping))
