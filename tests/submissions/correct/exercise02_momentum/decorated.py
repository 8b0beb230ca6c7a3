import functools
import numpy as np


def arrays(n):
    """Turn the first n arguments into float arrays."""
    def wrap(f):
        @functools.wraps(f)
        def inner(*args, **kwargs):
            head = [np.asarray(a, dtype=float) for a in args[:n]]
            return f(*head, *args[n:], **kwargs)
        return inner
    return wrap


@arrays(3)
def momentum_step(theta, v, grad, lr, beta):
    v = beta * v + grad
    return theta - lr * v, v


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.asarray(theta0, dtype=float)
    v = np.zeros_like(theta)
    path = np.full((n_steps + 1,) + theta.shape, np.nan)
    for k in range(n_steps):
        path[k] = theta
        theta, v = momentum_step(theta, v, grad_fn(theta), lr, beta)
    path[n_steps] = theta
    return path
