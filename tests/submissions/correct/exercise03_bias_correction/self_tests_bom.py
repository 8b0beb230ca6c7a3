# Übung 3 – Adam
import numpy as np
np.set_printoptions(precision=4)

def ema_moments(m, v, grad, beta1, beta2):
    m = np.asarray(m); v = np.asarray(v); grad = np.asarray(grad)
    m = m - (1 - beta1)*(m - grad)
    v = v - (1 - beta2)*(v - grad**2)
    return m, v

def bias_correct(moment, beta, t):
    return np.asarray(moment)/(1 - pow(beta, t))

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    mhat = bias_correct(m, beta1, t)
    vhat = bias_correct(v, beta2, t)
    return np.asarray(theta) - lr*mhat/(vhat**.5 + eps), m, v

def _selftest():
    m, v = ema_moments(2, 5, -3, .7, .95)
    assert abs(m - 0.5) < 1e-12 and abs(v - 5.2) < 1e-12
    assert abs(bias_correct(0.271, 0.9, 3) - 1) < 1e-12
    th, m, v = adam_step(1.0, 0.0, 0.0, 7.0, 1, lr=0.1)
    assert abs(th - 0.9) < 1e-6
    print("self test ok")

_selftest()
