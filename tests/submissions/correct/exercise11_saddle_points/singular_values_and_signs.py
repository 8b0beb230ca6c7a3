import numpy as np


def classify_stationary(hessian, tol=1e-6):
    """For a symmetric matrix the singular values are the sizes; the signs come from left times right vectors."""
    u, s, vt = np.linalg.svd(np.asarray(hessian, dtype=float) + 1000.0 * np.eye(len(hessian)))
    lam = s - 1000.0
    lam[np.abs(lam) <= max(tol, 1e-9)] = 0.0
    if lam.min() * lam.max() < 0:
        return "saddle"
    if not lam.all():
        return "flat"
    return "minimum" if lam.min() > 0 else "maximum"


def noisy_descent(grad_fn, theta0, lr, noise):
    def walk(theta, left):
        if not len(left):
            return [theta]
        return [theta] + walk(theta - lr * (grad_fn(theta) + left[0]), left[1:])

    return np.array(walk(np.asarray(theta0, dtype=float), np.asarray(noise, dtype=float)))
