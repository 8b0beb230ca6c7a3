import math
import numpy as np

def ema_moments(m, v, grad, beta1, beta2):
    exp_avg = np.array(m, dtype=float)
    exp_avg_sq = np.array(v, dtype=float)
    grad = np.array(grad, dtype=float)
    exp_avg *= beta1
    exp_avg += (1 - beta1) * grad
    exp_avg_sq *= beta2
    exp_avg_sq += (1 - beta2) * grad * grad
    return exp_avg, exp_avg_sq

def bias_correct(moment, beta, t):
    bias_correction = 1 - beta ** t
    return np.array(moment, dtype=float) / bias_correction

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    exp_avg, exp_avg_sq = ema_moments(m, v, grad, beta1, beta2)
    step_size = lr / (1 - beta1 ** t)
    denom = np.sqrt(exp_avg_sq) / math.sqrt(1 - beta2 ** t) + eps
    param = np.array(theta, dtype=float)
    param -= step_size * (exp_avg / denom)
    return param, exp_avg, exp_avg_sq
