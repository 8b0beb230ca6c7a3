# function: gradient_step
# expects: none
# slip: random noise is added to the gradient
import numpy as np


def gradient_step(theta, grad, lr):
    noise = 0.01 * np.random.randn(*np.shape(theta))
    return np.asarray(theta) - lr * (np.asarray(grad) + noise)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_steps):
        theta = theta - lr * grad_fn(theta)
        path.append(theta)
    return np.array(path)
