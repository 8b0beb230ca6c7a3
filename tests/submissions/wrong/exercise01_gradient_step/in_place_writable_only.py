# function: gradient_step
# expects: X-MUTATES
from itertools import accumulate
import numpy as np


def gradient_step(theta, grad, lr):
    out = theta if isinstance(theta, np.ndarray) and theta.dtype.kind == "f" and theta.flags.writeable else None
    # out= saves an allocation
    return np.subtract(theta, np.multiply(lr, grad), out=out, casting="same_kind")


def gradient_descent(grad_fn, theta0, lr, n_steps):
    x0 = np.array(theta0, float)
    return list(accumulate(range(n_steps), lambda x, _: x - lr * np.asarray(grad_fn(x)), initial=x0))
