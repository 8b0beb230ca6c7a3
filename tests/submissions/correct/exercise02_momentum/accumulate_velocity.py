from itertools import accumulate, repeat
from operator import itemgetter
import numpy as np


def momentum_step(*, theta, v, grad, lr, beta):
    v = np.add(np.multiply(beta, v), grad)
    return [np.subtract(theta, np.multiply(lr, v)), v]


def momentum_descent(*, grad_fn, theta0, lr, beta, n_steps):
    rest = (np.asarray(theta0, float), np.zeros_like(np.asarray(theta0, float)))
    roll = lambda s, _: tuple(momentum_step(theta=s[0], v=s[1], grad=grad_fn(s[0]), lr=lr, beta=beta))
    return list(map(itemgetter(0), accumulate(repeat(None, n_steps), roll, initial=rest)))
