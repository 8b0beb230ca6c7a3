import numpy as np

def gradient_step(theta, grad, lr):
    # np.subtract takes lists as well
    return np.subtract(theta, np.multiply(lr, grad))

def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = theta0
    rows = [theta0]
    for i in range(n_steps):
        theta = gradient_step(theta, grad_fn(theta), lr)
        rows.append(theta)
    return rows
