# function: gradient_descent
# expects: none
# slip: momentum 0.9 where plain descent is asked
import numpy as np
def gradient_descent(grad_fn, theta0, lr, n_steps):
    x = np.asarray(theta0, float)
    v = np.zeros_like(x)
    out = [x]
    for _ in range(n_steps):
        v = 0.9 * v + np.asarray(grad_fn(x))
        x = x - lr * v
        out.append(x)
    return out


def gradient_step(theta, grad, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)
