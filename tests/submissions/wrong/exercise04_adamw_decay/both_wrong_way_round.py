# function: adamw_step
# expects: AW-L2
# also: adam_l2_step L2-DECOUPLED
import numpy as np


def _adam(theta, m, v, g, t, lr, b1, b2, eps):
    m = b1 * np.asarray(m) + (1 - b1) * g
    v = b2 * np.asarray(v) + (1 - b2) * g * g
    return theta - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v

def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta = np.asarray(theta, dtype=float)
    new, m, v = _adam(theta, m, v, np.asarray(grad), t, lr, beta1, beta2, eps)
    return new - lr * weight_decay * theta, m, v

def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta = np.asarray(theta, dtype=float)
    return _adam(theta, m, v, np.asarray(grad) + weight_decay * theta, t, lr, beta1, beta2, eps)
