import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    """The mean so far moves towards each new piece by its share."""
    mean, seen = 0.0, 0
    for g, n in zip(micro_grads, micro_counts):
        seen = seen + n
        mean = mean + (np.asarray(g, dtype=float) - mean) * (n / seen)
    return mean


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    path = [np.asarray(theta0, dtype=float)]
    for i in range(0, len(batches), every):
        group = batches[i : i + every]
        mean = accumulated_gradient([grad_fn(path[-1], b) for b in group], [len(b) for b in group])
        path.append(path[-1] - lr * mean)
    return tuple(path)
