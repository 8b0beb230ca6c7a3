# function: gradient_descent
# expects: GD-SEQ
import numpy as np
def gradient_descent(grad_fn, theta0, lr, n_steps):
    x = np.array(theta0, dtype=float)
    path = [x.copy()]
    for _ in range(n_steps):
        for i in np.ndindex(x.shape):
            x[i] -= lr * np.asarray(grad_fn(x.copy()))[i]
        path.append(x.copy())
    return path


def gradient_step(theta, grad, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)
