"""Reference for exercise 8: RMSProp.

T. Tieleman and G. Hinton (2012), "Neural Networks for Machine Learning", lecture 6.5: divide the gradient
by a running average of its recent magnitude,

    MeanSquare(w, t) = 0.9 · MeanSquare(w, t−1) + 0.1 · (∂E/∂w)²

with a `rho` in place of the lecture's 0.9. torch.optim.RMSprop computes the same two lines (its `alpha` is
`rho`, its eps stands beside the root). The average begins at zero and is not corrected, so the first step is
lr/√(1 − rho) long; Kingma and Ba (2015) mend just that in Adam.
"""

import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8) -> tuple[np.ndarray, np.ndarray]:
    """(θ', v') with v' = rho·v + (1 − rho)·g² and θ' = θ − lr·g/(√v' + eps)."""
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)

    # The square forgets the sign: how big slopes are is remembered, not where they point.
    v = rho * v + (1 - rho) * grad**2
    # The root has the unit of the slope, so the quotient has none; eps keeps 0/0 at 0.
    return theta - lr * grad / (np.sqrt(v) + eps), v
