import numpy as np

F = np.float32


def regularized(loss, grad, theta, lam):
    theta = np.asarray(theta, F)
    return F(loss) + F(lam) * np.sum(theta * theta), np.asarray(grad, F) + F(2 * lam) * theta


def soft_threshold(theta, amount):
    theta = np.asarray(theta, F)
    return theta - np.clip(theta, F(-amount), F(amount))


def project_ball(theta, radius):
    theta = np.asarray(theta, F)
    norm = np.sqrt(np.sum(theta * theta))
    return theta * np.minimum(F(1), F(radius) / max(norm, F(1e-12)))
