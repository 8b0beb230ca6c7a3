import numpy as np

def ema_moments(m, v, grad, beta1, beta2):
    g = np.array(grad, dtype=float)
    m = np.array(m)*beta1 + g*(1-beta1)
    v = np.array(v)*beta2 + g*g*(1-beta2)
    return m, v

def bias_correct(moment, beta, t):
    return np.array(moment)/(1-beta**t)

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # the efficient order (end of section 2 of the Adam paper), eps is eps-hat here
    m, v = ema_moments(m, v, grad, beta1, beta2)
    lr_t = lr*np.sqrt(1-beta2**t)/(1-beta1**t)
    return np.array(theta) - lr_t*m/(np.sqrt(v)+eps), m, v
