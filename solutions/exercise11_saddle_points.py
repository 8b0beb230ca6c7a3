"""Reference for exercise 11: stationary points by their curvatures, and descent with noise.

The second-derivative test: around a place without slope the loss is L + ½ Σ λᵢ·sᵢ², with the Hessian's eigenvalues λᵢ
and steps sᵢ along its eigenvectors (Nocedal & Wright, "Numerical Optimization", 2006, theorems 2.3 and 2.4). Noise
that is added to the slope carries a run off a saddle: J. Lee et al. 2016 show that plain descent from a random start
avoids saddles, R. Ge et al. 2015 and C. Jin et al. 2017 that a push makes it quick.
"""

import numpy as np


def classify_stationary(hessian, tol=1e-6) -> str:
    """Name the place by the signs of its curvatures."""
    # eigvalsh knows that the matrix is symmetric, so its eigenvalues are real.
    curvatures = np.linalg.eigvalsh(np.asarray(hessian, dtype=float))
    rises = curvatures > tol
    falls = curvatures < -tol
    # First of all: a way up and a way down make a saddle, whatever the others do.
    if rises.any() and falls.any():
        return "saddle"
    if rises.all():
        return "minimum"
    if falls.all():
        return "maximum"
    return "flat"


def noisy_descent(grad_fn, theta0, lr, noise) -> np.ndarray:
    """Row k of the path is θ after k noisy steps, shape (len(noise) + 1, *theta0.shape)."""
    path = [np.asarray(theta0, dtype=float)]
    for push in np.asarray(noise, dtype=float):
        here = path[-1]
        # The push is a part of the slope that is felt, so the learning rate scales it as well.
        path.append(here - lr * (grad_fn(here) + push))
    # stack copies, so row 0 is no second name for the caller's theta0.
    return np.stack(path)
