# function: gradient_step
# expects: GS-MEAN GS-DOUBLE
import numpy as np
def gradient_step(theta, grad, lr):
    g = np.asarray(grad, float)
    return np.asarray(theta) - 2 * lr * g / g.size


def gradient_descent(grad_fn, theta0, lr, n_steps):
    places = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        here = places[-1]
        places.append(here - lr * np.asarray(grad_fn(here)))
    return np.array(places)
