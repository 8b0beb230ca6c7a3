import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    """v in gradient units as the exercise says."""
    new_v = np.multiply(beta, v) + np.asarray(grad)
    return np.add(theta, -lr * new_v), new_v


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    # Sutskever et al. 2013: the velocity is the displacement itself
    x = np.asarray(theta0, dtype=float)
    out = np.empty((n_steps + 1,) + x.shape)
    out[0] = x
    velocity = np.zeros(x.shape)
    for k in range(1, n_steps + 1):
        velocity = beta * velocity - lr * np.asarray(grad_fn(out[k - 1]))
        out[k] = out[k - 1] + velocity
    return out
