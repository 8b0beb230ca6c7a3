# function: adam_l2_step
# expects: none
import numpy as np


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    start = theta
    theta, m, v, grad = (np.asarray(one, dtype=float) for one in (theta, m, v, grad))
    grad = grad + weight_decay * theta
    new_m = beta1 * m + (1 - beta1) * grad
    new_v = beta2 * v + (1 - beta2) * grad**2
    top, under = new_m / (1 - beta1**t), new_v / (1 - beta2**t)
    moved = np.array(start)
    moved[...] = theta - lr * top / (np.sqrt(under) + eps)
    return moved, new_m, new_v


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta, m, v, grad = (np.asarray(one, dtype=float) for one in (theta, m, v, grad))
    new_m = beta1 * m + (1 - beta1) * grad
    new_v = beta2 * v + (1 - beta2) * grad**2
    top, under = new_m / (1 - beta1**t), new_v / (1 - beta2**t)
    return theta - lr * weight_decay * theta - lr * top / (np.sqrt(under) + eps), new_m, new_v
