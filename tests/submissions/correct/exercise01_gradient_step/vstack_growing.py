import numpy as np

def gradient_step(theta, grad, lr):
    theta = np.asarray(theta); grad = np.asarray(grad)
    new_theta = theta - grad*lr
    return new_theta

def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.asarray(theta0, dtype=float)
    shape = theta.shape
    path = theta.reshape(1, -1)
    for i in range(n_steps):
        theta = gradient_step(theta, grad_fn(theta), lr)
        path = np.vstack((path, theta.reshape(1, -1)))
    return path.reshape((n_steps + 1,) + shape)
