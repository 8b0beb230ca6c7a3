import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    state = np.stack([np.asarray(theta, float), np.asarray(v, float)])
    coast = np.array([[1.0, -lr * beta], [0.0, beta]])
    ahead, kept = np.tensordot(coast, state, axes=1)
    push = np.asarray(grad_fn(ahead), float)
    return np.stack([ahead - lr * push, kept + push])
