# function: adam_step
# expects: AD-NOSQRT
import math
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    """Exponential moving averages of the gradient and of its square."""
    blend = lambda old, new, b: np.add(np.multiply(b, old), np.multiply(1 - b, new))
    return blend(m, grad, beta1), blend(v, np.square(grad), beta2)


def bias_correct(moment, beta, t):
    return np.array(moment, dtype=float) * (-1.0 / math.expm1(t * math.log(beta)))


class Adam:
    def __init__(self, lr, betas, eps):
        self.lr, self.betas, self.eps = lr, betas, eps

    def __call__(self, theta, m, v, grad, t):
        b1, b2 = self.betas
        m = np.multiply(b1, m) + np.multiply(1 - b1, grad)
        v = np.multiply(b2, v) + np.multiply(1 - b2, np.square(grad))
        mhat, vhat = m / (1 - b1**t), v / (1 - b2**t)
        return np.subtract(theta, self.lr * mhat / (vhat + self.eps)), m, v

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return Adam(lr, (beta1, beta2), eps)(theta, m, v, grad, t)
