# function: gradient_descent
# expects: none
# slip: an empty list comes back
import numpy as np
def gradient_descent(grad_fn, theta0, lr, n_steps):
    return []


def gradient_step(theta, grad, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)
