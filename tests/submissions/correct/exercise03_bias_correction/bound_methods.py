import numpy as np


class Adam:
    def moments(self, m, v, grad, beta1, beta2):
        grad = np.asarray(grad)
        return [self._ema(m, grad, beta1), self._ema(v, grad * grad, beta2)]

    @staticmethod
    def _ema(old, new, beta):
        return beta * np.asarray(old) + (1 - beta) * new

    @classmethod
    def correct(cls, moment, beta, t):
        return np.asarray(moment) * (1 / (1 - beta**t))

    def __call__(self, theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = self.moments(m, v, grad, beta1, beta2)
        scale = np.sqrt(self.correct(v, beta2, t)) + eps
        return [np.asarray(theta) - lr * self.correct(m, beta1, t) / scale, m, v]


adam_step = Adam()
ema_moments = adam_step.moments
bias_correct = Adam.correct
