# every function written out on its own, nothing shared
import numpy as np

def ema_moments(m, v, grad, beta1, beta2):
    m = np.array(m, dtype=float)
    v = np.array(v, dtype=float)
    grad = np.array(grad, dtype=float)
    m_new = beta1 * m + (1 - beta1) * grad
    v_new = beta2 * v + (1 - beta2) * (grad ** 2)
    return m_new, v_new

def bias_correct(moment, beta, t):
    moment = np.array(moment, dtype=float)
    corrected = moment / (1 - beta ** t)
    return corrected

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    theta = np.array(theta, dtype=float)
    m = np.array(m, dtype=float)
    v = np.array(v, dtype=float)
    grad = np.array(grad, dtype=float)
    # moments
    m_new = beta1 * m + (1 - beta1) * grad
    v_new = beta2 * v + (1 - beta2) * (grad ** 2)
    # bias correction
    m_hat = m_new / (1 - beta1 ** t)
    v_hat = v_new / (1 - beta2 ** t)
    # update
    theta_new = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    print("t =", t, "theta =", theta_new)
    return theta_new, m_new, v_new
