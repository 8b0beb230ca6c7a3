"""In the descent the velocity is kept in units of length (lr already in it): the path is the same."""
import numpy as np

def momentum_step(theta, v, grad, lr, beta):
    v = np.asarray(v) * beta + grad
    return theta - lr * v, v

def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.array(theta0, dtype=float)
    v = 0.0
    path = [theta]
    for _ in range(n_steps):
        v = beta * v + lr * np.asarray(grad_fn(theta))
        theta = theta - v
        path.append(theta)
    return path
