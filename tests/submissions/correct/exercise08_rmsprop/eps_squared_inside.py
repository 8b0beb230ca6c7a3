import numpy as np

def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, float); grad = np.asarray(grad, float)
    v = np.asarray(v, float) * rho + grad ** 2 * (1 - rho)
    scale = np.sqrt(v + eps ** 2)
    return [theta - grad * (lr / scale), v]
