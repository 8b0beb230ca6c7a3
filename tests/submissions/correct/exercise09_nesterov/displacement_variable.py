"""Works with the last move d = -lr v, as in the paper, and hands gradient units back."""
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.array(theta, dtype=float)
    old = np.array(v, dtype=float)
    coast = -lr * beta * old
    slope = np.array(grad_fn(theta + coast), dtype=float)
    move = coast - lr * slope
    # -move / lr would divide by zero at lr = 0
    return theta + move, beta * old + slope
