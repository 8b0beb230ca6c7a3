import numpy as np


def heavy_ball(theta, v, g, lr, beta):
    v = beta * v + g
    return theta - lr * v, v


def nesterov_step(theta, v, grad_fn, lr, beta):
    """A heavy ball on a slope that is the one ahead: first coast without slope, then look."""
    theta, v = np.asarray(theta, dtype=float), np.asarray(v, dtype=float)
    ahead, _ = heavy_ball(theta, v, np.zeros_like(theta), lr, beta)
    return heavy_ball(theta, v, np.asarray(grad_fn(ahead)), lr, beta)
