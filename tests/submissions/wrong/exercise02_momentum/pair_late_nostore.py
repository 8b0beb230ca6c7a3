# function: momentum_step
# expects: MO-LATE MO-NOSTORE
import numpy as np
def momentum_step(theta, v, grad, lr, beta):
    return np.asarray(theta) - lr * np.asarray(v), np.array(v, float)


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    x = np.array(theta0, dtype=float)
    v = np.zeros_like(x)
    rows = [x]
    for _ in range(n_steps):
        v = beta * v + np.asarray(grad_fn(x))
        x = x - lr * v
        rows.append(x)
    return np.stack(rows)
