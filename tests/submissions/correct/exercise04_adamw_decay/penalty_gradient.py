"""The coupled form through the slope of the penalty, by a finite difference of a parabola (exact)."""
import numpy as np


def _penalty(theta, wd):
    return 0.5 * wd * theta**2


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta, m, v, grad = (np.asarray(a, dtype=float) for a in (theta, m, v, grad))
    slope = (_penalty(theta + 0.5, weight_decay) - _penalty(theta - 0.5, weight_decay)) / 1.0
    g = grad + slope
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return theta - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta, m, v, grad = (np.asarray(a, dtype=float) for a in (theta, m, v, grad))
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * weight_decay * theta - lr * step, m, v
