import numpy as np

def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta = np.array(theta, dtype=float)
    grad = np.array(grad, dtype=float) + weight_decay * theta
    return adamw_step(theta, m, v, grad, t, lr, beta1, beta2, eps, weight_decay=0.0)

def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta = np.array(theta, dtype=float)
    grad = np.array(grad, dtype=float)
    theta *= 1 - lr * weight_decay
    m = beta1 * np.array(m) + (1 - beta1) * grad
    v = beta2 * np.array(v) + (1 - beta2) * grad * grad
    theta -= lr * (m / (1 - beta1 ** t)) / (np.sqrt(v / (1 - beta2 ** t)) + eps)
    return theta, m, v
