# function: gradient_step
# expects: GS-DOUBLE
import numpy as np
def gradient_step(theta, grad, lr):
    new = np.array(theta, dtype=float)
    for _ in range(2):
        new -= lr * np.asarray(grad)
    return new


def gradient_descent(grad_fn, theta0, lr, n_steps):
    places = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        here = places[-1]
        places.append(here - lr * np.asarray(grad_fn(here)))
    return np.array(places)
