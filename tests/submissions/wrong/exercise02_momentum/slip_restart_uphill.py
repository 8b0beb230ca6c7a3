# function: momentum_descent
# expects: none
# slip: the velocity is dropped when it points uphill
import numpy as np
def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    x = np.asarray(theta0, float)
    v = 0 * x
    out = [x]
    for _ in range(n_steps):
        g = np.asarray(grad_fn(x))
        if np.sum(g * v) < 0:
            v = 0 * v
        v = beta * v + g
        x = x - lr * v
        out.append(x)
    return out


def momentum_step(theta, v, grad, lr, beta):
    v = beta * np.asarray(v, dtype=float) + np.asarray(grad, dtype=float)
    return np.asarray(theta, dtype=float) - lr * v, v
