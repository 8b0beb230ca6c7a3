import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    state = np.array([theta, v, grad], dtype=float)
    new_v = np.einsum("i,i...->...", [rho, 1 - rho], np.stack([state[1], state[2] ** 2]))
    return np.stack([state[0] - lr * state[2] / (new_v ** 0.5 + eps), new_v])
