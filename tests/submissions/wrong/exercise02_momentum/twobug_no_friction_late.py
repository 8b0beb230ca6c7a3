# function: momentum_step
# expects: MO-NODECAY MO-LATE
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    new_theta = np.asarray(theta) - lr * np.asarray(v)
    return new_theta, np.asarray(v) + np.asarray(grad)


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.array(theta0, dtype=float)
    v = np.zeros_like(theta)
    path = [theta]
    for _ in range(n_steps):
        v = beta * v + grad_fn(theta)
        theta = theta - lr * v
        path.append(theta)
    return np.array(path)
