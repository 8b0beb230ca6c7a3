# function: bias_correct
# expects: BC-PERTENSOR
import numpy as np
def bias_correct(moment, beta, t):
    a = np.asarray(moment, float)
    out = []
    for x in a.ravel():
        out.append(x / (1 - beta**t))
        t = t + 1
    return np.reshape(out, a.shape)


def ema_moments(m, v, grad, beta1, beta2):
    m, v, grad = (np.asarray(a, dtype=float) for a in (m, v, grad))
    return beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v, grad = (np.asarray(a, dtype=float) for a in (theta, m, v, grad))
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
