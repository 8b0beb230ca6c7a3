import numpy as np


class Reins:
    def __init__(self, theta):
        self.theta = np.asarray(theta, dtype=float)

    @property
    def norm(self):
        return np.sqrt(np.sum(self.theta ** 2))

    def l2(self, lam):
        return lam * self.norm ** 2, 2 * lam * self.theta

    def l1(self, amount):
        size = np.abs(self.theta)
        return np.where(size > amount, self.theta * (1 - amount / np.where(size > 0, size, 1)), 0)

    def ball(self, radius):
        return self.theta if self.norm <= radius else self.theta * radius / self.norm


def regularized(loss, grad, theta, lam):
    value, slope = Reins(theta).l2(lam)
    return loss + value, np.asarray(grad) + slope


def soft_threshold(theta, amount):
    return Reins(theta).l1(amount)


def project_ball(theta, radius):
    return Reins(theta).ball(radius)
