# function: gradient_descent
# expects: none
# slip: the start is repeated, no step is taken
import numpy as np
def gradient_descent(grad_fn, theta0, lr, n_steps):
    return np.repeat(np.asarray(theta0, float)[None], n_steps + 1, axis=0)


def gradient_step(theta, grad, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)
