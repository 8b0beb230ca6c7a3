# function: momentum_step
# expects: MO-LATE
import numpy as np
def momentum_step(theta, v, grad, lr, beta):
    th = np.array(theta, float)
    speed = np.array(v, float)
    th -= lr * speed
    speed *= beta
    speed += np.asarray(grad)
    return th, speed


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    x = np.array(theta0, dtype=float)
    v = np.zeros_like(x)
    rows = [x]
    for _ in range(n_steps):
        v = beta * v + np.asarray(grad_fn(x))
        x = x - lr * v
        rows.append(x)
    return np.stack(rows)
