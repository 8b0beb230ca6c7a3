"""Reference for exercise 1: gradient descent (A. Cauchy, 1847).

Everything is in the sign and in the word "again": the gradient points uphill, so we go against it, and
it is true only where it was measured, so it is measured again after every step.
"""

import numpy as np


def gradient_step(theta, grad, lr) -> np.ndarray:
    """θ' = θ − lr·∇L(θ)."""
    # asarray lets lists in; the subtraction makes a new array, so the caller's own stays as it was.
    theta = np.asarray(theta, dtype=float)
    grad = np.asarray(grad, dtype=float)
    return theta - lr * grad


def gradient_descent(grad_fn, theta0, lr, n_steps) -> np.ndarray:
    """Row k of the path is θ after k steps; row 0 is the start, shape (n_steps + 1, *theta0.shape)."""
    path = [np.asarray(theta0, dtype=float)]
    for _ in range(n_steps):
        here = path[-1]
        # One call feels the slope of all coordinates before any of them moves.
        path.append(gradient_step(here, grad_fn(here), lr))
    # stack copies, so row 0 is no second name for the caller's theta0.
    return np.stack(path)
