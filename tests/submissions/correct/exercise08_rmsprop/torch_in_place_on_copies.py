"""The lines of torch.optim.RMSprop, on copies."""
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    param = np.array(theta, dtype=np.float64, copy=True)
    square_avg = np.array(v, dtype=np.float64, copy=True)
    g = np.array(grad, dtype=np.float64, copy=True)
    square_avg *= rho
    square_avg += (1 - rho) * g * g
    avg = np.sqrt(square_avg)
    avg += eps
    param -= lr * (g / avg)
    return param, square_avg
