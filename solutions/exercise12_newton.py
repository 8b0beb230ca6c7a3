"""Reference for exercise 12: Newton's method, damped as K. Levenberg did (1944).

Around θ the loss is L + gᵀs + ½ sᵀHs, up to third order. Its slope g + Hs is zero at s = −H⁻¹g: that is the jump
(Nocedal & Wright, "Numerical Optimization", 2006, section 2.2). Adding damping·I to H is the same as adding
½ damping·‖s‖² to the model: far jumps are charged for.
"""

import numpy as np


def newton_step(theta, grad, hessian, damping=0.0) -> np.ndarray:
    """θ' = θ − (H + damping·I)⁻¹ ∇L."""
    theta = np.asarray(theta, dtype=float)
    grad = np.asarray(grad, dtype=float)
    hessian = np.asarray(hessian, dtype=float)

    # The identity, not a matrix of ones: every direction gets the same curvature more, and none is tilted.
    curvature = hessian + damping * np.eye(len(theta))
    # Solving is cheaper than inverting, and loses fewer digits.
    return theta - np.linalg.solve(curvature, grad)
