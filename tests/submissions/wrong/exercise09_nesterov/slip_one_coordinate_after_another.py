# function: nesterov_step
# expects: none
# slip: one coordinate after another
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.array(theta, dtype=float)
    v = np.array(v, dtype=float)
    for i in np.ndindex(theta.shape):
        ahead = theta - lr * beta * v
        v[i] = beta * v[i] + np.asarray(grad_fn(ahead))[i]
        theta[i] = theta[i] - lr * v[i]
    return theta, v
