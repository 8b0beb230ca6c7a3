# function: adamw_step
# expects: AW-L2
import numpy as np


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta = np.asarray(theta, dtype=float)
    g = np.asarray(grad) + weight_decay * theta
    m = beta1 * np.asarray(m) + (1 - beta1) * g
    v = beta2 * np.asarray(v) + (1 - beta2) * g * g
    return theta - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v

# two names for the same thing
adamw_step = adam_l2_step
