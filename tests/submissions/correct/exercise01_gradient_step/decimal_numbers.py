"""Everything in decimal, because floats frighten me."""
from decimal import Decimal, getcontext

import numpy as np

getcontext().prec = 40


def _dec(x):
    return Decimal(repr(float(x)))


def gradient_step(theta, grad, lr):
    theta, grad = np.asarray(theta), np.asarray(grad)
    out = np.empty(theta.shape)
    rate = _dec(lr)
    for index in np.ndindex(theta.shape):
        out[index] = float(_dec(theta[index]) - rate * _dec(grad[index]))
    return out


def gradient_descent(grad_fn, theta0, lr, n_steps):
    walk = [np.asarray(theta0, float)]
    while len(walk) <= n_steps:
        walk.append(gradient_step(walk[-1], grad_fn(walk[-1]), lr))
    return walk
