# function: momentum_step
# expects: MO-CLIP
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    grad = np.asarray(grad, dtype=float)
    length = np.sqrt((grad**2).sum())
    if length > 5.0:
        grad = grad * (5.0 / length)
    v = beta * np.asarray(v, dtype=float) + grad
    return np.asarray(theta, dtype=float) - lr * v, v
