# function: gradient_descent
# expects: GD-TOL
import numpy as np


def gradient_step(theta, grad, lr):
    new = np.array(theta, dtype=float)   # a copy, so the caller keeps his
    new -= lr * np.asarray(grad, dtype=float)
    return new


def gradient_descent(grad_fn, theta0, lr, n_steps):
    tol = 1e-8
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_steps):
        step = lr * np.asarray(grad_fn(theta))
        if np.linalg.norm(np.ravel(step)) < tol:
            print("converged")
            break
        theta = theta - step
        path.append(theta)
    return np.array(path)
