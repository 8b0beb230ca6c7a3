"""As TensorFlow and JAX write it: eps under the root."""
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    g = np.array(grad, dtype=np.float64)
    v = rho * np.array(v, dtype=np.float64) + (1.0 - rho) * g * g
    theta = np.array(theta, dtype=np.float64) - lr * g / np.sqrt(v + eps)
    return theta, v
