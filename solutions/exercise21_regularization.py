"""Reference for exercise 21: penalty, soft threshold and projection.

The penalty is ridge regression's: A. E. Hoerl and R. W. Kennard (1970), "Ridge Regression: Biased Estimation for
Nonorthogonal Problems". The soft threshold is the proximal operator of amount·‖θ‖₁, the projection that of a ball's
indicator: N. Parikh and S. Boyd (2014), "Proximal Algorithms", sections 6.5.2 and 6.5.1; D. L. Donoho (1995),
"De-Noising by Soft-Thresholding".
"""

import numpy as np


def regularized(loss, grad, theta, lam) -> tuple[float, np.ndarray]:
    """(L + λΣθ², ∇L + 2λθ)."""
    theta = np.asarray(theta, dtype=float)
    # The square brings its factor of two into the slope.
    return loss + lam * np.sum(theta**2), np.asarray(grad, dtype=float) + 2 * lam * theta


def soft_threshold(theta, amount) -> np.ndarray:
    """The x that makes ½(x − θ)² + amount·|x| least, entry by entry."""
    theta = np.asarray(theta, dtype=float)
    # What would be carried through zero stops there.
    return np.sign(theta) * np.maximum(np.abs(theta) - amount, 0.0)


def project_ball(theta, radius) -> np.ndarray:
    """The place of the ball ‖x‖ ≤ radius that is nearest to θ."""
    theta = np.asarray(theta, dtype=float)
    length = np.linalg.norm(theta.ravel())
    # Outside, the nearest place lies on the way to the middle.
    return theta.copy() if length <= radius else theta * (radius / length)
