# function: adam_l2_step
# expects: X-MUTATES
import numpy as np


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta = np.asarray(theta, dtype=float)
    grad = np.asarray(grad, dtype=float)
    grad += weight_decay * theta
    m = beta1 * np.asarray(m) + (1 - beta1) * grad
    v = beta2 * np.asarray(v) + (1 - beta2) * grad**2
    return theta - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    sq = np.square(grad)
    first = np.add(np.multiply(beta1, m), np.multiply(1 - beta1, grad))
    second = np.add(np.multiply(beta2, v), np.multiply(1 - beta2, sq))
    adam_part = first / (1 - beta1 ** t) / (np.sqrt(second / (1 - beta2 ** t)) + eps)
    move = lr * (adam_part + np.multiply(weight_decay, theta))
    return [np.subtract(theta, move), first, second]
