# function: momentum_step
# expects: own
# slip: the velocity in the paper's convention, v' = beta v - lr g and theta' = theta + v'
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    # Sutskever et al. 2013
    v = beta * np.asarray(v) - lr * np.asarray(grad)
    return np.asarray(theta) + v, v


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    trail = [np.array(theta0, float)]
    before = trail[0]
    for _ in range(n_steps):
        now = trail[-1]
        # theta_{k+1} - theta_k = beta (theta_k - theta_{k-1}) - lr g
        trail.append(now + beta * (now - before) - lr * np.asarray(grad_fn(now)))
        before = now
    return trail
