# function: momentum_step
# expects: MO-NOSTORE
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    v_new = beta * np.asarray(v) + np.asarray(grad)
    return np.asarray(theta) - lr * v_new, np.array(v)


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    x = np.asarray(theta0, dtype=float)
    out = np.zeros((n_steps + 1, *x.shape))
    out[0] = x
    vel = 0.0
    for i in range(1, n_steps + 1):
        vel = beta * vel + np.asarray(grad_fn(out[i - 1]))
        out[i] = out[i - 1] - lr * vel
    return out
