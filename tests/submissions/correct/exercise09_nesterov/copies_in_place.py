import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    here = np.array(theta, dtype=float, copy=True)
    speed = np.array(v, dtype=float, copy=True)
    speed *= beta
    peek = here.copy()
    peek -= lr * speed
    speed += np.asarray(grad_fn(peek))
    here -= lr * speed
    return [here, speed]
