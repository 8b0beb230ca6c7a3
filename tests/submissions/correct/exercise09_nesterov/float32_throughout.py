import numpy as np

F = np.float32


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta, v = np.asarray(theta, F), np.asarray(v, F)
    lr, beta = F(lr), F(beta)
    v = beta * v + np.asarray(grad_fn(theta - lr * beta * v), F)
    return theta - lr * v, v
