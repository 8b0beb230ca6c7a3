import numpy as np

S = np.float32

def _core(m, v, g, t, beta1, beta2, eps):
    m = S(beta1) * m + S(1 - beta1) * g
    v = S(beta2) * v + S(1 - beta2) * g * g
    direction = (m / S(1 - beta1 ** t)) / (np.sqrt(v / S(1 - beta2 ** t)) + S(eps))
    return direction, m, v

def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta, m, v, grad = (np.asarray(a, dtype=S) for a in (theta, m, v, grad))
    d, m, v = _core(m, v, grad + S(weight_decay) * theta, t, beta1, beta2, eps)
    return theta - S(lr) * d, m, v

def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta, m, v, grad = (np.asarray(a, dtype=S) for a in (theta, m, v, grad))
    d, m, v = _core(m, v, grad, t, beta1, beta2, eps)
    return theta - S(lr * weight_decay) * theta - S(lr) * d, m, v
