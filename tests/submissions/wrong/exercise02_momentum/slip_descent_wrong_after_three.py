# function: momentum_descent
# expects: none
# slip: after step three the momentum is switched off
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    theta = np.array(theta, dtype=np.float64)
    v = np.array(v, dtype=np.float64)
    v *= beta
    v += grad
    theta -= lr * v
    return (theta, v)


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.asarray(theta0, dtype=float)
    v = np.zeros_like(theta)
    path = [theta]
    for k in range(n_steps):
        if k > 3:
            beta = 0.0
        v = beta * v + np.asarray(grad_fn(theta))
        theta = theta - lr * v
        path.append(theta)
    return path
