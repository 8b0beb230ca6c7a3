# function: gradient_step
# expects: none
# slip: only the first coordinate moves
from itertools import accumulate
import numpy as np


def gradient_step(theta, grad, lr):
    out = np.array(theta, dtype=float)
    g = np.array(grad, dtype=float)
    if out.ndim == 0:
        return out - lr * g
    out[0] -= lr * g[0]
    return out


def gradient_descent(grad_fn, theta0, lr, n_steps):
    x0 = np.array(theta0, float)
    return list(accumulate(range(n_steps), lambda x, _: x - lr * np.asarray(grad_fn(x)), initial=x0))
