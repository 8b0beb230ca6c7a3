# function: adam_step
# expects: none
import numpy as np


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v, grad = (np.asarray(one, dtype=float) for one in (theta, m, v, grad))
    new_m = beta1 * m + (1 - beta1) * grad
    new_v = beta2 * v + (1 - beta2) * grad**2
    top, under = new_m / (1 - beta1**t), new_v / (1 - beta2**t)
    return theta - lr * top / (np.sqrt(under) + 1e-6), new_m, new_v
