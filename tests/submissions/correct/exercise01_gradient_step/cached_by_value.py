import functools
import numpy as np


@functools.lru_cache(maxsize=None)
def _step(theta, grad, lr, shape):
    t = np.frombuffer(theta).reshape(shape)
    g = np.frombuffer(grad).reshape(shape)
    result = np.asarray(t - lr * g)
    result.flags.writeable = False
    return result


def gradient_step(theta, grad, lr):
    theta = np.array(theta, dtype=np.float64)
    grad = np.array(grad, dtype=np.float64)
    return _step(theta.tobytes(), grad.tobytes(), float(lr), theta.shape)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    steps = [np.array(theta0, dtype=np.float64)]
    for _ in range(n_steps):
        steps.append(gradient_step(steps[-1], grad_fn(steps[-1]), lr))
    return steps
