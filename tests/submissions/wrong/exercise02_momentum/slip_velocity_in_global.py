# function: momentum_step
# expects: none
# slip: the velocity handed in is ignored after the first call, a global one is used
import numpy as np


VELOCITY = {}

def momentum_step(theta, v, grad, lr, beta):
    shape = np.shape(theta)
    if shape not in VELOCITY:
        VELOCITY[shape] = np.array(v, dtype=float)
    VELOCITY[shape] = beta * VELOCITY[shape] + np.asarray(grad)
    return np.asarray(theta) - lr * VELOCITY[shape], VELOCITY[shape].copy()


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    trail = [np.array(theta0, float)]
    before = trail[0]
    for _ in range(n_steps):
        now = trail[-1]
        # theta_{k+1} - theta_k = beta (theta_k - theta_{k-1}) - lr g
        trail.append(now + beta * (now - before) - lr * np.asarray(grad_fn(now)))
        before = now
    return trail
