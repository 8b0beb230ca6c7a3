# function: momentum_descent
# expects: none
# slip: the start is repeated
import numpy as np
def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    return [np.array(theta0, float)] * (n_steps + 1)


def momentum_step(theta, v, grad, lr, beta):
    v = beta * np.asarray(v, dtype=float) + np.asarray(grad, dtype=float)
    return np.asarray(theta, dtype=float) - lr * v, v
