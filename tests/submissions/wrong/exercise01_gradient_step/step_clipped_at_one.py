# function: gradient_step
# expects: GS-CLIP
import numpy as np


def gradient_step(theta, grad, lr):
    grad = np.clip(np.asarray(grad, dtype=float), -1.0, 1.0)
    return np.asarray(theta, dtype=float) - lr * grad
