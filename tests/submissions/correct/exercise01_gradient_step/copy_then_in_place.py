"""Exercise 1: work on a copy so that the caller's parameters stay."""
import numpy as np


def gradient_step(theta, grad, lr):
    theta = np.array(theta, dtype=float, copy=True)
    theta -= lr * np.asarray(grad)
    return theta


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    path = [theta.copy()]
    for _ in range(n_steps):
        theta -= lr * np.asarray(grad_fn(theta.copy()))
        path.append(theta.copy())
    return path


if __name__ == "__main__":
    print(gradient_step([1, -2, 4], [3, -4, 1], 0.1))
    print(gradient_descent(lambda x: 2 * x, [4.0], 0.1, 5))
