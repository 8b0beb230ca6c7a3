# function: rmsprop_step
# expects: none
# slip: the memory lives in a global
import numpy as np

cache = {}


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)
    kept = cache.get(grad.shape, v)
    v = rho * kept + (1 - rho) * grad ** 2
    cache[grad.shape] = v
    return theta - lr * grad / (np.sqrt(v) + eps), v
