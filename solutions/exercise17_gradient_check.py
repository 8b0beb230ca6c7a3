"""Reference for exercise 17: central differences, and a relative error.

Taylor's series of f(θ + h·e) and f(θ − h·e) share their even terms. In the difference these cancel, and what is left
over 2h is the slope plus h²/6 times the third derivative (Nocedal & Wright, "Numerical Optimization", 2006, section
8.1). One side alone keeps h/2 times the second derivative. By the triangle inequality the relative error is at most 1.
"""

import numpy as np


def numeric_gradient(f, theta, h=1e-5) -> np.ndarray:
    """(f(θ + h·e) − f(θ − h·e)) / 2h for every entry."""
    theta = np.asarray(theta, dtype=float)
    slope = np.empty_like(theta)

    for entry in np.ndindex(theta.shape):
        # A fresh copy for each entry: what one measurement moves, the next one must not find.
        ahead, behind = theta.copy(), theta.copy()
        ahead[entry] += h
        behind[entry] -= h
        # The two places are 2h apart.
        slope[entry] = (f(ahead) - f(behind)) / (2 * h)
    return slope


def relative_error(a, b) -> float:
    """‖a − b‖ / (‖a‖ + ‖b‖), and 0 where both are zero."""
    a, b = np.ravel(np.asarray(a, dtype=float)), np.ravel(np.asarray(b, dtype=float))
    size = np.linalg.norm(a) + np.linalg.norm(b)

    # Two zero gradients agree; nothing over nothing is no number.
    return float(np.linalg.norm(a - b) / size) if size > 0 else 0.0
