# function: momentum_step
# expects: none
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    kept = np.array(v)
    kept[...] = beta * kept + np.asarray(grad)
    return np.asarray(theta, dtype=float) - lr * kept, kept
