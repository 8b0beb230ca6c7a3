from array import array
import numpy as np


def gradient_step(theta, grad, lr):
    theta, grad = np.asarray(theta), np.asarray(grad)
    if theta.ndim == 1:
        return array("d", (float(a) - lr * float(b) for a, b in zip(theta, grad)))
    return theta - lr * grad


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.asarray(theta0, dtype=float)
    flat = array("d", theta.ravel())
    for _ in range(n_steps):
        theta = theta - lr * np.asarray(grad_fn(theta))
        flat.extend(theta.ravel())
    return np.frombuffer(flat).reshape((n_steps + 1,) + theta.shape)
