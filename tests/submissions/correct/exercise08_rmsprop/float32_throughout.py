import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    f = np.float32
    theta, v, grad = np.asarray(theta, f), np.asarray(v, f), np.asarray(grad, f)
    v = f(rho) * v + f(1 - rho) * grad * grad
    return theta - f(lr) * grad / (np.sqrt(v) + f(eps)), v
