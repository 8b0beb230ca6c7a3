import numpy as np

class AdamFamily:
    @staticmethod
    def _move(m, v, t, lr, b1, b2, eps):
        return lr / (1 - b1**t) * m / (np.sqrt(v / (1 - b2**t)) + eps)

    @staticmethod
    def _averages(m, v, g, b1, b2):
        return np.asarray(m) * b1 + g * (1 - b1), np.asarray(v) * b2 + g * g * (1 - b2)

    @classmethod
    def l2(cls, theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        theta = np.asarray(theta)
        m, v = cls._averages(m, v, np.asarray(grad) + weight_decay * theta, beta1, beta2)
        return theta - cls._move(m, v, t, lr, beta1, beta2, eps), m, v

    @classmethod
    def w(cls, theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        theta = np.asarray(theta)
        m, v = cls._averages(m, v, np.asarray(grad), beta1, beta2)
        return theta * (1 - lr * weight_decay) - cls._move(m, v, t, lr, beta1, beta2, eps), m, v

adam_l2_step = AdamFamily.l2
adamw_step = AdamFamily.w
