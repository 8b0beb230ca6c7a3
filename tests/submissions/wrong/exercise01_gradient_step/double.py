# function: gradient_step
# expects: GS-DOUBLE
from itertools import accumulate
import numpy as np


def gradient_step(theta, grad, lr):
    print("step with", grad)
    return np.asarray(theta) - 2 * lr * np.asarray(grad)   # derivative of x^2 is 2x


def gradient_descent(grad_fn, theta0, lr, n_steps):
    x0 = np.array(theta0, float)
    return list(accumulate(range(n_steps), lambda x, _: x - lr * np.asarray(grad_fn(x)), initial=x0))
