# function: adamw_step
# expects: AW-FACTOR2
import numpy as np


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta, m, v, grad = [np.array(a, dtype=float) for a in (theta, m, v, grad)]
    # L2: the penalty's slope joins the gradient
    grad += weight_decay * theta
    m *= beta1
    m += (1 - beta1) * grad
    v *= beta2
    v += (1 - beta2) * grad * grad
    theta -= lr / (1 - beta1 ** t) * m / (np.sqrt(v / (1 - beta2 ** t)) + eps)
    return theta, m, v


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    p = np.array(theta, dtype=float)
    g = np.array(grad, dtype=float)
    m = beta1 * np.array(m) + (1 - beta1) * g
    v = beta2 * np.array(v) + (1 - beta2) * g * g
    p *= 1 - 2 * lr * weight_decay
    p -= lr / (1 - beta1 ** t) * m / (np.sqrt(v) / np.sqrt(1 - beta2 ** t) + eps)
    return p, m, v
