import numpy as np

def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    x, m, v, g = np.array([np.asarray(a, float) for a in (theta, m, v, grad)])
    g = g + weight_decay*x
    m = beta1*m + (1-beta1)*g
    v = beta2*v + (1-beta2)*g**2
    return np.stack([x - lr*m/(1-beta1**t)/(np.sqrt(v/(1-beta2**t)) + eps), m, v])

def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    x, m, v, g = np.array([np.asarray(a, float) for a in (theta, m, v, grad)])
    m = beta1*m + (1-beta1)*g
    v = beta2*v + (1-beta2)*g**2
    return np.stack([x - lr*weight_decay*x - lr*m/(1-beta1**t)/(np.sqrt(v/(1-beta2**t)) + eps), m, v])
