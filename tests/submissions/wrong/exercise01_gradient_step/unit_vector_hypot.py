# function: gradient_step
# expects: GS-NORM
import numpy as np
import math
def gradient_step(theta, grad, lr):
    g = np.asarray(grad, float)
    length = math.hypot(*g.ravel())
    unit = g / length if length else g
    return np.asarray(theta) - lr * unit


def gradient_descent(grad_fn, theta0, lr, n_steps):
    places = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        here = places[-1]
        places.append(here - lr * np.asarray(grad_fn(here)))
    return np.array(places)
