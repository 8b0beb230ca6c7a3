# function: adam_step
# expects: AD-NUMG
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    """Exponential moving averages of the gradient and of its square."""
    blend = lambda old, new, b: np.add(np.multiply(b, old), np.multiply(1 - b, new))
    return blend(m, grad, beta1), blend(v, np.square(grad), beta2)


def bias_correct(moment, beta, t):
    weight_of_data = 1.0 - np.power(beta, t)
    return np.divide(moment, weight_of_data)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    theta = np.asarray(theta); grad = np.asarray(grad)
    # momentum
    m_t = np.asarray(m)*beta1 + grad*(1-beta1)
    # rms
    v_t = np.asarray(v)*beta2 + grad*grad*(1-beta2)
    v_corr = v_t/(1-beta2**t)
    print("v_hat:", v_corr)
    theta_t = theta - lr*grad/(v_corr**0.5 + eps)
    return [theta_t, m_t, v_t]
