# function: gradient_descent
# expects: GD-NOEND GD-DECAY
import numpy as np
def gradient_descent(grad_fn, theta0, lr, n_steps):
    x, out = np.asarray(theta0, float), []
    for k in range(n_steps):
        out.append(x)
        x = x - lr / (k + 1) * np.asarray(grad_fn(x))
    return out


def gradient_step(theta, grad, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)
