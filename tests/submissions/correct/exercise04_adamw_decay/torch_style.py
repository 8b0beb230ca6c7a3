import math
import numpy as np


def _single_tensor(p, exp_avg, exp_avg_sq, g, step, lr, beta1, beta2, eps, weight_decay, decoupled):
    p = np.array(p, dtype=np.float64)
    g = np.array(g, dtype=np.float64)
    exp_avg = np.array(exp_avg, dtype=np.float64)
    exp_avg_sq = np.array(exp_avg_sq, dtype=np.float64)
    if weight_decay != 0:
        if decoupled:
            p *= 1 - lr * weight_decay
        else:
            g += weight_decay * p
    exp_avg += (g - exp_avg) * (1 - beta1)
    exp_avg_sq *= beta2
    exp_avg_sq += (1 - beta2) * g * g
    bias_correction1 = 1 - beta1**step
    bias_correction2_sqrt = math.sqrt(1 - beta2**step)
    denom = np.sqrt(exp_avg_sq) / bias_correction2_sqrt + eps
    p -= (lr / bias_correction1) * exp_avg / denom
    return p, exp_avg, exp_avg_sq


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return _single_tensor(theta, m, v, grad, t, lr, beta1, beta2, eps, weight_decay, decoupled=False)


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return _single_tensor(theta, m, v, grad, t, lr, beta1, beta2, eps, weight_decay, decoupled=True)
