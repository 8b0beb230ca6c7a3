# function: gradient_step
# expects: GS-HALF GS-NORM
import numpy as np


def gradient_step(theta, grad, lr):
    g = np.asarray(grad, dtype=float)
    norm = np.linalg.norm(g.ravel())
    return np.asarray(theta) - (lr / 2) * g / (norm if norm else 1.0)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_steps):
        theta = theta - lr * grad_fn(theta)
        path.append(theta)
    return np.array(path)
