# function: gradient_descent
# expects: GD-NOEND
import numpy as np
def gradient_descent(grad_fn, theta0, lr, n_steps):
    def walk():
        x = np.asarray(theta0, float)
        for _ in range(n_steps):
            yield x
            x = x - lr * np.asarray(grad_fn(x))
    return list(walk())


def gradient_step(theta, grad, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)
