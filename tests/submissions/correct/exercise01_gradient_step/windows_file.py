import numpy as np


def gradient_step(theta, grad, lr):
    """theta minus lr times gradient"""
    theta_array = np.array(theta, float)
    grad_array = np.array(grad, float)
    return theta_array - (lr * grad_array)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    current = np.array(theta0, float)
    result = np.zeros((n_steps + 1, current.size))
    result[0, :] = current.ravel()
    for i in range(1, n_steps + 1):
        gradient = np.array(grad_fn(current), float)
        current = gradient_step(current, gradient, lr)
        result[i, :] = current.ravel()
    return result.reshape((-1,) + current.shape)
