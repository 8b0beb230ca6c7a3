from typing import NamedTuple
import numpy as np

class Ball(NamedTuple):
    theta: np.ndarray
    v: np.ndarray

def momentum_step(theta, v, grad, lr, beta):
    speed = beta * np.asarray(v, dtype=float) + np.asarray(grad, dtype=float)
    return Ball(theta=np.asarray(theta, dtype=float) - lr * speed, v=speed)

def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    ball = Ball(np.asarray(theta0, dtype=float), np.zeros(np.shape(theta0)))
    path = [ball.theta]
    for _ in range(n_steps):
        ball = momentum_step(ball.theta, ball.v, grad_fn(ball.theta), lr, beta)
        path.append(ball.theta)
    return np.stack(path)
