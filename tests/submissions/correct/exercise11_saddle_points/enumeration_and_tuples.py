from enum import StrEnum

import numpy as np


class Place(StrEnum):
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SADDLE = "saddle"
    FLAT = "flat"


def classify_stationary(hessian, tol=1e-6):
    lam = np.linalg.eigvalsh(np.array(hessian, dtype=np.float64))
    positive, negative = lam > tol, lam < -tol
    if positive.any() and negative.any():
        return str(Place.SADDLE)
    if positive.all():
        return str(Place.MINIMUM)
    return str(Place.MAXIMUM if negative.all() else Place.FLAT)


def noisy_descent(grad_fn, theta0, lr, noise):
    noise = np.array(noise, dtype=np.float64)
    now = np.array(theta0, dtype=np.float64)
    yet = (now,)
    for xi in noise:
        # the same slope twice costs nothing
        grad_fn(now)
        now = now + (-lr) * grad_fn(now) + (-lr) * xi
        yet = yet + (now,)
    return yet
