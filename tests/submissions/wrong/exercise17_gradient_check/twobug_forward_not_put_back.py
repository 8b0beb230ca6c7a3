# function: numeric_gradient
# expects: NG-FORWARD NG-MUTATES
import numpy as np


def relative_error(a, b):
    a, b = np.ravel(a).astype(float), np.ravel(b).astype(float)
    s = np.linalg.norm(a) + np.linalg.norm(b)
    return np.linalg.norm(a - b) / s if s else 0.0


def numeric_gradient(f, theta, h=1e-5):
    theta = np.array(theta, dtype=float)
    g = np.zeros_like(theta)
    base = f(theta)
    for i in np.ndindex(theta.shape):
        theta[i] += h
        g[i] = (f(theta) - base) / h
    return g
