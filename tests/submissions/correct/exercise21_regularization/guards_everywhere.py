import numpy as np

EPS = 1e-12


def regularized(loss, grad, theta, lam):
    theta = np.asarray(theta, dtype=float)
    grad = np.asarray(grad, dtype=float)
    assert theta.shape == grad.shape
    return float(loss + lam * np.sum(theta ** 2)), grad + 2 * lam * theta


def soft_threshold(theta, amount):
    theta = np.asarray(theta, dtype=float)
    factor = np.maximum(0, 1 - amount / (np.abs(theta) + EPS))
    return theta * factor


def project_ball(theta, radius):
    theta = np.asarray(theta, dtype=float)
    norm = np.sqrt(np.sum(theta ** 2)) + EPS
    return theta * np.clip(radius / norm, 0, 1)


if __name__ == "__main__":
    print(project_ball([3, 4], 2))
