from functools import reduce
import numpy as np

def momentum_step(theta, v, grad, lr, beta):
    return (np.asarray(theta) - lr * (u := beta * np.asarray(v) + np.asarray(grad)), u)

def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    def grow(path_and_v, _):
        path, v = path_and_v
        theta, v = momentum_step(path[-1], v, grad_fn(path[-1]), lr, beta)
        return path + [theta], v
    start = ([theta0], np.zeros(np.shape(theta0)))
    return reduce(grow, range(n_steps), start)[0]
