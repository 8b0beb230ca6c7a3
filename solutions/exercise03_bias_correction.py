"""Reference for exercise 3: Adam and its bias correction.

D. P. Kingma and J. Ba (2015), "Adam: A Method for Stochastic Optimization", Algorithm 1; why the
averages start biased, and by which factor, is their section 3. eps stands outside the root as there.
"""

import numpy as np


def ema_moments(m, v, grad, beta1, beta2) -> tuple[np.ndarray, np.ndarray]:
    """(m', v') with m' = beta1·m + (1 − beta1)·g and v' = beta2·v + (1 − beta2)·g²."""
    m = np.asarray(m, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)
    # The weights add up to one: under a constant slope an average settles at that slope itself.
    # Squaring before averaging keeps opposite slopes from cancelling in the scale.
    return beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2


def bias_correct(moment, beta, t) -> np.ndarray:
    """Divide by 1 − beta^t: the weight that t gradients share; the starting zero has the rest."""
    return np.asarray(moment, dtype=float) / (1 - beta**t)


def adam_step(
    theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """θ' = θ − lr·m̂/(√v̂ + eps), returned with the raw m' and v'."""
    theta = np.asarray(theta, dtype=float)
    m, v = ema_moments(m, v, grad, beta1, beta2)
    # The corrected averages are for looking, never for keeping: storing them would correct the
    # correction at the next step.
    m_hat = bias_correct(m, beta1, t)
    v_hat = bias_correct(v, beta2, t)
    # A coordinate without any slope so far has 0 / (0 + eps) = 0 here, and stays.
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
