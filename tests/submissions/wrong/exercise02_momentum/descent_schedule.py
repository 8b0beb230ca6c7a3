# function: momentum_descent
# expects: GD-DECAY
import numpy as np
def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    x = np.array(theta0, dtype=float)
    v = np.zeros_like(x)
    rows = [x]
    for k in range(n_steps):
        v = beta * v + np.asarray(grad_fn(x))
        x = x - lr / (k + 1) * v
        rows += [x]
    return rows


def momentum_step(theta, v, grad, lr, beta):
    v = beta * np.asarray(v, dtype=float) + np.asarray(grad, dtype=float)
    return np.asarray(theta, dtype=float) - lr * v, v
