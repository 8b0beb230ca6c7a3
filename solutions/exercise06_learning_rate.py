"""Reference for exercise 6: curvature, the stable learning rate and conditioning.

Near a minimum a loss is ½·θᵀHθ. In the eigenvector direction of H with eigenvalue λ one step of gradient descent
multiplies the coordinate by 1 − lr·λ (Y. Nesterov, Introductory Lectures on Convex Optimization, 2004, section 2.1.5;
G. Goh, "Why momentum really works", Distill 2017). Everything below is read off that factor.
"""

import numpy as np


def max_stable_lr(hessian) -> float:
    """|1 − lr·λ| < 1 for every λ as long as lr < 2/λmax."""
    return 2 / _curvatures(hessian)[-1]


def condition_number(hessian) -> float:
    """κ = λmax/λmin, a ratio without units."""
    curvatures = _curvatures(hessian)
    return curvatures[-1] / curvatures[0]


def best_lr(hessian) -> float:
    """The rate with 1 − lr·λmin = lr·λmax − 1: its largest factor, (κ − 1)/(κ + 1), is the least there is."""
    curvatures = _curvatures(hessian)
    # Any shorter step slows the flattest direction, any longer one the steepest; those in between lie below both.
    return 2 / (curvatures[-1] + curvatures[0])


def _curvatures(hessian):
    """The eigenvalues, in rising order: eigvalsh sorts them, and knows that the matrix is symmetric."""
    return np.linalg.eigvalsh(np.asarray(hessian, dtype=float))
