import numpy as np


class Memory:
    def __init__(self, value, beta, age=0):
        self.value, self.beta, self.age = np.asarray(value, float), beta, age

    def __lshift__(self, news):
        return Memory(np.multiply(self.beta, self.value) + (1 - self.beta) * news, self.beta, self.age + 1)

    @property
    def filled(self):
        return 1 - self.beta**self.age

    @property
    def mean(self):
        return self.value / self.filled


def ema_moments(m, v, grad, beta1, beta2):
    g = np.asarray(grad, float)
    return (Memory(m, beta1) << g).value, (Memory(v, beta2) << g * g).value


def bias_correct(moment, beta, t):
    return Memory(moment, beta, t).mean


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(grad, float)
    direction = Memory(m, beta1, t - 1) << g
    size = Memory(v, beta2, t - 1) << g * g
    return np.asarray(theta, float) - lr * direction.mean / (size.mean**0.5 + eps), direction.value, size.value
