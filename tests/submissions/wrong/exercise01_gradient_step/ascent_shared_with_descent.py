# function: gradient_step
# expects: GS-ASCENT
# also: gradient_descent GD-ASCENT
import numpy as np


class Optimizer:
    def __init__(self, lr):
        self.lr = lr

    def update(self, theta, grad):
        return np.asarray(theta, dtype=float) + self.lr * np.asarray(grad, dtype=float)


def gradient_step(theta, grad, lr):
    return Optimizer(lr).update(theta, grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    opt = Optimizer(lr)
    path = [np.asarray(theta0, dtype=float)]
    for _ in range(n_steps):
        path.append(opt.update(path[-1], grad_fn(path[-1])))
    return path
