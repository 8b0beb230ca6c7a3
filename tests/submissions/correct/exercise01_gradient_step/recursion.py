import numpy as np

def gradient_step(theta, grad, lr):
    if np.ndim(theta) == 0:
        return theta - lr * grad
    return [gradient_step(t, g, lr) for t, g in zip(theta, grad)]

def gradient_descent(grad_fn, theta0, lr, n_steps):
    if n_steps == 0:
        return [theta0]
    path = gradient_descent(grad_fn, theta0, lr, n_steps - 1)
    last = path[-1]
    return path + [gradient_step(last, grad_fn(last), lr)]
