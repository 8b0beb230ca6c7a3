import numpy as np
ema_moments = lambda m, v, grad, beta1, beta2: (beta1*np.asarray(m)+(1-beta1)*np.asarray(grad), beta2*np.asarray(v)+(1-beta2)*np.asarray(grad)**2)
bias_correct = lambda moment, beta, t: np.asarray(moment)/(1-beta**t)
adam_step = lambda theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8: ((mv := ema_moments(m, v, grad, beta1, beta2)) and (np.asarray(theta)-lr*bias_correct(mv[0], beta1, t)/(np.sqrt(bias_correct(mv[1], beta2, t))+eps), *mv))
