# function: momentum_descent
# expects: GD-LAST MO-NODECAY
import numpy as np
def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    x = np.asarray(theta0, float)
    v = 0 * x
    for _ in range(n_steps):
        v = v + np.asarray(grad_fn(x))
        x = x - lr * v
    return x


def momentum_step(theta, v, grad, lr, beta):
    v = beta * np.asarray(v, dtype=float) + np.asarray(grad, dtype=float)
    return np.asarray(theta, dtype=float) - lr * v, v
