# function: gradient_step
# expects: X-ARGS
import numpy as np


def gradient_step(grad, theta, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)
