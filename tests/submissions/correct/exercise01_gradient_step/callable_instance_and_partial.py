import functools
import numpy as np


class Step:
    """An instance that can be called like a function."""

    def __init__(self, sign):
        self.sign = sign

    def __call__(self, theta, grad, lr):
        return np.asarray(theta) + self.sign * lr * np.asarray(grad)


gradient_step = Step(sign=-1)


def _descend(step, grad_fn, theta0, lr, n_steps):
    xs = [np.asarray(theta0, dtype=float)]
    while len(xs) <= n_steps:
        xs.append(step(xs[-1], grad_fn(xs[-1]), lr))
    return xs


gradient_descent = functools.partial(_descend, gradient_step)
