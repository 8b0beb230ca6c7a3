import numpy as np

# first try
def gradient_step(theta, grad, lr):
    return theta + lr * grad

def gradient_descent(grad_fn, theta0, lr, n_steps):
    raise NotImplementedError

# second try: minus, and lists are allowed too!
def gradient_step(theta, grad, lr):
    return np.array(theta) - lr * np.array(grad)

def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0)
    visited = [theta]
    n = 0
    while n != n_steps:
        theta = gradient_step(theta, grad_fn(theta), lr)
        visited.append(theta)
        n += 1
    return visited
