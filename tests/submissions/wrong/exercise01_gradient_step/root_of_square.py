# function: gradient_step
# expects: GS-ABS
import numpy as np
def gradient_step(theta, grad, lr):
    return np.asarray(theta) - lr * np.sqrt(np.square(grad))


def gradient_descent(grad_fn, theta0, lr, n_steps):
    places = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        here = places[-1]
        places.append(here - lr * np.asarray(grad_fn(here)))
    return np.array(places)
