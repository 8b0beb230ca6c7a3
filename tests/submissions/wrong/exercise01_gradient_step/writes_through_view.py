# function: gradient_step
# expects: X-MUTATES
# or: GS-MUT
import numpy as np
def gradient_step(theta, grad, lr):
    if isinstance(theta, np.ndarray) and theta.dtype == float and theta.flags.writeable and theta.ndim:
        flat = theta.reshape(-1)
        flat += -lr * np.asarray(grad).ravel()
        return theta
    return np.asarray(theta) - lr * np.asarray(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    places = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        here = places[-1]
        places.append(here - lr * np.asarray(grad_fn(here)))
    return np.array(places)
