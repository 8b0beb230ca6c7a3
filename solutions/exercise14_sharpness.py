"""Reference for exercise 14: sharpness, and the step that minds it.

The rise is Taylor's second term, ½ dᵀHd, at a place without slope. Its largest value over ‖d‖ ≤ rho is Rayleigh's
quotient at work: dᵀHd ≤ λmax·‖d‖², with equality along that eigenvector. Its mean under independent noise is
½ σ² tr H, for E[dᵢdⱼ] is σ² on the diagonal and 0 elsewhere. SAM: P. Foret, A. Kleiner, H. Mobahi and B. Neyshabur
(2021), "Sharpness-Aware Minimization for Efficiently Improving Generalization", eqs. (2) and (3), with p = 2.
That sharpness depends on the units of theta: L. Dinh, R. Pascanu, S. Bengio and Y. Bengio (2017), "Sharp Minima
Can Generalize For Deep Nets".
"""

import numpy as np


def sharpness(hessian) -> float:
    """λmax of a symmetric matrix."""
    # eigvalsh knows that H is symmetric: real eigenvalues, the largest last.
    return float(np.linalg.eigvalsh(np.asarray(hessian, dtype=float))[-1])


def worst_case_rise(hessian, rho) -> float:
    """The largest ½ dᵀHd over ‖d‖ ≤ rho."""
    # Where every direction leads down, the best an adversary can do is not to move.
    return rho**2 * max(sharpness(hessian), 0.0) / 2


def expected_rise(hessian, sigma) -> float:
    """The mean of ½ dᵀHd for independent noise of standard deviation sigma in every coordinate."""
    return float(sigma**2 * np.trace(np.asarray(hessian, dtype=float)) / 2)


def sam_step(theta, grad_fn, lr, rho) -> np.ndarray:
    """θ' = θ − lr·∇L(θ + rho·g/‖g‖) with g = ∇L(θ)."""
    theta = np.asarray(theta, dtype=float)
    g = np.asarray(grad_fn(theta), dtype=float)

    # The length over all entries: whatever the slope's size, one looks from rho away.
    length = np.linalg.norm(g.ravel())
    if length == 0:
        return theta.copy()
    uphill = theta + rho * g / length
    # The slope is felt up there, and the step begins where one stands.
    return theta - lr * grad_fn(uphill)
