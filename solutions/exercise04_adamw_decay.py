"""Reference for exercise 4: Adam with L2 in the gradient, and AdamW.

I. Loshchilov and F. Hutter (2019), "Decoupled Weight Decay Regularization", Algorithm 2: line 6 couples
the decay into the gradient, line 12 keeps it apart. Line 12 multiplies the decay by the schedule
factor η_t alone; here, as in torch.optim.AdamW, it is multiplied by the learning rate.
"""

import numpy as np


def adam_l2_step(
    theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """θ' = θ − lr·m̂/(√v̂ + eps), both averages fed with g + weight_decay·θ."""
    theta = np.asarray(theta, dtype=float)
    # From here on nobody can tell slope from pull: dividing by √v̂ takes away how strong the pull was.
    pulled = np.asarray(grad, dtype=float) + weight_decay * theta
    move, m, v = _adam_move(m, v, pulled, t, beta1, beta2, eps)
    return theta - lr * move, m, v


def adamw_step(
    theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """θ' = θ − lr·weight_decay·θ − lr·m̂/(√v̂ + eps), both averages fed with g alone."""
    theta = np.asarray(theta, dtype=float)
    move, m, v = _adam_move(m, v, grad, t, beta1, beta2, eps)
    # Both terms look at the old theta: the decay does not shrink the step taken beside it.
    return theta - lr * weight_decay * theta - lr * move, m, v


def _adam_move(m, v, grad, t, beta1, beta2, eps) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """m̂/(√v̂ + eps), m', v' of Kingma & Ba (2015), Algorithm 1: the part both kinds of decay share."""
    grad = np.asarray(grad, dtype=float)
    m = beta1 * np.asarray(m, dtype=float) + (1 - beta1) * grad
    v = beta2 * np.asarray(v, dtype=float) + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return m_hat / (np.sqrt(v_hat) + eps), m, v
