import functools

import numpy as np


class RMSProp:
    def __init__(self, lr, rho, eps):
        self.lr, self.rho, self.eps = lr, rho, eps

    def __call__(self, theta, v, grad):
        self.v = self.rho * v + (1 - self.rho) * grad * grad
        return theta - self.lr * grad * (self.v ** 0.5 + self.eps) ** -1, self.v


def _step(make, theta, v, grad, lr, rho, eps=1e-8):
    return make(lr, rho, eps)(*map(lambda x: np.asarray(x, dtype=np.float64), (theta, v, grad)))


rmsprop_step = functools.partial(_step, RMSProp)

if __name__ == "__main__":
    print(rmsprop_step(1.0, 12.0, -8.0, 0.5, 0.75))
