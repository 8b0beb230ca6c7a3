# function: momentum_step
# expects: none
# slip: lists are joined, not added
import numpy as np
def momentum_step(theta, v, grad, lr, beta):
    if isinstance(v, list):
        v = [beta * a for a in v] + list(grad)
        return theta, v
    v = beta * np.asarray(v) + np.asarray(grad)
    return np.asarray(theta) - lr * v, v


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    x = np.array(theta0, dtype=float)
    v = np.zeros_like(x)
    rows = [x]
    for _ in range(n_steps):
        v = beta * v + np.asarray(grad_fn(x))
        x = x - lr * v
        rows.append(x)
    return np.stack(rows)
