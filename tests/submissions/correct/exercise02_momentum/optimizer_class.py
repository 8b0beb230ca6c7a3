import numpy as np


class SGDMomentum:
    """Like the optimizers of the libraries: keeps its buffer between steps."""

    def __init__(self, lr, beta, buffer=None):
        self.lr, self.beta = lr, beta
        self.buffer = buffer

    def step(self, params, grad):
        if self.buffer is None:
            self.buffer = np.array(grad, dtype=float)      # first step, from rest
        else:
            self.buffer = self.beta * self.buffer + grad
        return params - self.lr * self.buffer


def momentum_step(theta, v, grad, lr, beta):
    opt = SGDMomentum(lr, beta, buffer=np.asarray(v, dtype=float))
    new_theta = opt.step(np.asarray(theta, dtype=float), np.asarray(grad, dtype=float))
    return new_theta, opt.buffer


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    opt = SGDMomentum(lr, beta)
    path = [np.asarray(theta0, dtype=float)]
    for _ in range(n_steps):
        path.append(opt.step(path[-1], grad_fn(path[-1])))
    return path


if __name__ == "__main__":
    print(momentum_step(1.0, 5.0, 3.0, 0.05, 0.9))
