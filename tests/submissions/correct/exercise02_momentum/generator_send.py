import numpy as np


def _ball(theta, lr, beta, v=0.0):
    while True:
        grad = yield theta, v
        v = beta * v + np.asarray(grad, float)
        theta = theta - lr * v


def momentum_step(theta, v, grad, lr, beta):
    ball = _ball(np.asarray(theta, float), lr, beta, np.asarray(v, float))
    next(ball)
    return ball.send(grad)


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    ball = _ball(np.asarray(theta0, float), lr, beta)
    where, _ = next(ball)
    path = [where]
    while n_steps:
        where, _ = ball.send(grad_fn(where))
        path.append(where)
        n_steps -= 1
    return np.asarray(path)
