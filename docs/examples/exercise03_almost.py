"""Exercise 3, bias correction"""

import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    m = np.asarray(m, dtype=float)
    v = np.asarray(v, dtype=float)
    g = np.asarray(grad, dtype=float)

    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g**2
    return m_new, v_new


def bias_correct(moment, beta, t):
    # divide by how full the average is
    return np.asarray(moment, dtype=float) / (1 - beta)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)

    m_hat = bias_correct(m, beta1, t)
    v_hat = bias_correct(v, beta2, t)

    theta = np.asarray(theta, dtype=float) - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, m, v


if __name__ == "__main__":
    # the example from the stub: should be (1.5, 3.75, 12.96)
    print(adam_step(2.0, -0.5, 0.2, 8.0, t=2, lr=0.6, beta1=0.5, beta2=0.8))
    # first step, gradient 3: should move by lr
    print(adam_step(0.0, 0.0, 0.0, 3.0, t=1, lr=0.1))
