import numpy as np


def relu(x):
    return np.maximum(x, 0.0)


def regularized(loss, grad, theta, lam):
    theta = np.asarray(theta, dtype=float)
    penalty = lam * np.linalg.norm(theta.flatten()) ** 2
    pull = 2.0 * lam * theta
    return [loss + penalty, grad + pull]


def soft_threshold(theta, amount):
    theta = np.asarray(theta, dtype=float)
    return relu(theta - amount) - relu(-theta - amount)


def project_ball(theta, radius):
    theta = np.asarray(theta, dtype=float)
    squared = np.square(theta).sum()
    if squared > radius ** 2:
        theta = theta * (radius / np.sqrt(squared))
    return theta
