# function: gradient_step
# expects: none
# slip: calls itself for ever
import numpy as np
def gradient_step(theta, grad, lr):
    return gradient_step(theta, grad, lr)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    places = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        here = places[-1]
        places.append(here - lr * np.asarray(grad_fn(here)))
    return np.array(places)
