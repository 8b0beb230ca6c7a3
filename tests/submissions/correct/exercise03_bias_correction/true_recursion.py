import numpy as np

def ema_moments(m, v, grad, beta1, beta2):
    if np.ndim(grad):
        pairs = [ema_moments(*x, beta1, beta2) for x in zip(m, v, grad)]
        return np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    return beta1*m + (1 - beta1)*grad, beta2*v + (1 - beta2)*grad*grad

def bias_correct(moment, beta, t):
    def missing(k):
        # share of the starting zero still in there after k steps
        return 1.0 if k == 0 else beta * missing(k - 1)
    return np.asarray(moment) * (1 / (1 - missing(t)))

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    direction = bias_correct(m, beta1, t) / (np.sqrt(bias_correct(v, beta2, t)) + eps)
    return np.asarray(theta) - lr*direction, m, v
