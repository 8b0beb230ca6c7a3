# function: nesterov_step
# expects: none
# slip: v is ignored and kept in a global
import numpy as np

speed = {}


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    s = speed.get(theta.shape, np.zeros_like(theta))
    s = beta * s + grad_fn(theta - lr * beta * s)
    speed[theta.shape] = s
    return theta - lr * s, s
