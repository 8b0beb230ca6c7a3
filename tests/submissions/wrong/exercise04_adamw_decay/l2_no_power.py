# function: adam_l2_step
# expects: AD-NOPOW
import numpy as np


class AdamL2:
    def __init__(self, lr, beta1, beta2, eps, weight_decay):
        self.__dict__.update(lr=lr, b1=beta1, b2=beta2, eps=eps, wd=weight_decay)

    def step(self, theta, m, v, grad):
        grad = grad + self.wd * theta
        m = self.b1 * m + (1 - self.b1) * grad
        v = self.b2 * v + (1 - self.b2) * grad ** 2
        m_hat = m / (1 - self.b1)
        v_hat = v / (1 - self.b2)
        return theta - self.lr * m_hat / (np.sqrt(v_hat) + self.eps), m, v

def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    opt = AdamL2(lr, beta1, beta2, eps, weight_decay)
    return opt.step(*(np.asarray(x, dtype=float) for x in (theta, m, v, grad)))


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta, grad = np.asarray(theta, dtype=float), np.asarray(grad, dtype=float)
    m = beta1 * np.asarray(m) + (1 - beta1) * grad
    v = beta2 * np.asarray(v) + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return theta - lr * weight_decay * theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
