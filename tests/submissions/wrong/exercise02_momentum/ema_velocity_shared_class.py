# function: momentum_step
# expects: MO-EMA
# also: momentum_descent MO-EMA
import numpy as np


class Momentum:
    def __init__(self, lr, beta, velocity):
        self.lr = lr
        self.beta = beta
        self.velocity = np.asarray(velocity, dtype=float)

    def update(self, theta, grad):
        self.velocity = self.velocity + (1 - self.beta) * (np.asarray(grad, dtype=float) - self.velocity)
        return theta - self.lr * self.velocity


def momentum_step(theta, v, grad, lr, beta):
    opt = Momentum(lr, beta, v)
    return opt.update(np.asarray(theta), grad), opt.velocity


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.asarray(theta0, dtype=float)
    opt = Momentum(lr, beta, np.zeros_like(theta))
    path = [theta]
    for _ in range(n_steps):
        theta = opt.update(theta, grad_fn(theta))
        path.append(theta)
    return path
