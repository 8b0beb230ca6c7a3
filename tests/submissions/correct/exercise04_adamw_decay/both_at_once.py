import numpy as np

def adam_direction(m, v, grad, t, beta1, beta2, eps):
    m = np.add(np.multiply(beta1, m), np.multiply(1 - beta1, grad))
    v = np.add(np.multiply(beta2, v), np.multiply(1 - beta2, np.square(grad)))
    return (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v

def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    d, m, v = adam_direction(m, v, np.add(grad, np.multiply(weight_decay, theta)), t, beta1, beta2, eps)
    return np.subtract(theta, lr * d), m, v

def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    d, m, v = adam_direction(m, v, grad, t, beta1, beta2, eps)
    return np.subtract(theta, lr * (d + np.multiply(weight_decay, theta))), m, v
