# function: momentum_step
# expects: MO-BETAG MO-DOUBLE
import numpy as np
def momentum_step(theta, v, grad, lr, beta):
    g = np.asarray(grad, float)
    v = np.asarray(v, float) + beta * g
    return np.asarray(theta) - lr * (g + v), v


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    x = np.array(theta0, dtype=float)
    v = np.zeros_like(x)
    rows = [x]
    for _ in range(n_steps):
        v = beta * v + np.asarray(grad_fn(x))
        x = x - lr * v
        rows.append(x)
    return np.stack(rows)
