import numpy as np


class Nesterov:
    def look(self, theta, v):
        return theta - self.lr * self.beta * v

    def __call__(self, theta, v, grad_fn, lr, beta):
        self.lr, self.beta = lr, beta
        theta = np.asarray(theta, dtype=float)
        v = np.asarray(v, dtype=float)
        v = v * beta + np.asarray(grad_fn(self.look(theta, v)), dtype=float)
        return tuple((theta + (-lr) * v, v))


nesterov_step = Nesterov()
