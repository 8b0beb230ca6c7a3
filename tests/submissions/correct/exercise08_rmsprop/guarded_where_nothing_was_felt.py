import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.array(theta, dtype=float)
    v = np.array(v, dtype=float)
    grad = np.array(grad, dtype=float)
    v = rho * v + (1 - rho) * grad ** 2
    step = np.zeros_like(grad)
    np.divide(grad, np.sqrt(v) + eps, out=step, where=v > 0)
    print("largest step:", np.max(np.abs(lr * step)))
    return theta - lr * step, v
