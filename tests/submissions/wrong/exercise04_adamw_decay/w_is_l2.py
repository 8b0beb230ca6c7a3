# function: adamw_step
# expects: AW-L2
import numpy as np


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    total = np.add(grad, np.multiply(weight_decay, theta))
    avg = np.asarray(m) + (1 - beta1) * (total - m)
    sq = np.asarray(v) + (1 - beta2) * (total ** 2 - v)
    rate = lr * (1 - beta2 ** t) ** 0.5 / (1 - beta1 ** t)
    return [np.subtract(theta, rate * avg / (np.sqrt(sq) + eps)), avg, sq]


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    grad = np.add(grad, np.multiply(weight_decay, theta))
    m = np.add(np.multiply(beta1, m), (1 - beta1) * grad)
    v = np.add(np.multiply(beta2, v), (1 - beta2) * np.square(grad))
    step = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return np.subtract(theta, step), m, v
