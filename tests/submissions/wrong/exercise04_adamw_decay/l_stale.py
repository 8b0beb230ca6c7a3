# function: adam_l2_step
# expects: AD-STALE
import numpy as np
def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta, m, v, g = map(np.asarray, (theta, m, v, grad))
    g = g + weight_decay * theta
    new = theta - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return new, m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v)


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta, m, v, grad = (np.asarray(a, dtype=float) for a in (theta, m, v, grad))
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * weight_decay * theta - lr * step, m, v
