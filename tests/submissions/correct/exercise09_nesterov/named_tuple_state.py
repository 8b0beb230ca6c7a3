from collections import namedtuple

import numpy as np

Ball = namedtuple("Ball", "theta v")


def nesterov_step(theta, v, grad_fn, lr, beta):
    ball = Ball(np.asarray(theta, dtype=float), np.asarray(v, dtype=float))
    ahead = ball._replace(theta=ball.theta - lr * beta * ball.v)
    v = beta * ball.v + grad_fn(ahead.theta)
    return Ball(ball.theta - lr * v, v)
