# function: momentum_step
# expects: MO-RESET
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    moving = beta * np.asarray(v) + np.asarray(grad)
    return [theta - lr * moving, np.array(grad)]


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    trail = [np.array(theta0, float)]
    before = trail[0]
    for _ in range(n_steps):
        now = trail[-1]
        # theta_{k+1} - theta_k = beta (theta_k - theta_{k-1}) - lr g
        trail.append(now + beta * (now - before) - lr * np.asarray(grad_fn(now)))
        before = now
    return trail
