# function: momentum_step
# expects: X-ARGS
import numpy as np


def momentum_step(v, theta, grad, lr, beta):
    v = beta * np.asarray(v, dtype=float) + np.asarray(grad, dtype=float)
    return np.asarray(theta, dtype=float) - lr * v, v
