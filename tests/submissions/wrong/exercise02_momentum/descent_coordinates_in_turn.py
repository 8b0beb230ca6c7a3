# function: momentum_descent
# expects: GD-SEQ
import numpy as np
def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    x = np.array(theta0, dtype=float)
    v = np.zeros_like(x)
    rows = [x.copy()]
    for _ in range(n_steps):
        for i in np.ndindex(x.shape):
            v[i] = beta * v[i] + np.asarray(grad_fn(x.copy()))[i]
            x[i] = x[i] - lr * v[i]
        rows += [x.copy()]
    return rows


def momentum_step(theta, v, grad, lr, beta):
    v = beta * np.asarray(v, dtype=float) + np.asarray(grad, dtype=float)
    return np.asarray(theta, dtype=float) - lr * v, v
