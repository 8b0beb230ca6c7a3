import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    table = np.array([np.ravel(g) for g in micro_grads], dtype=float)
    counts = np.array(micro_counts, dtype=float)
    return (counts @ table / counts.sum()).reshape(np.shape(micro_grads[0]))


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    """Put the pieces together again: the memory is large enough here."""
    path = np.empty((1 + int(np.ceil(len(batches) / every)), len(theta0)))
    path[0] = theta0
    for k in range(len(path) - 1):
        rows = np.concatenate([np.asarray(b, dtype=float) for b in batches[k * every : (k + 1) * every]])
        path[k + 1] = path[k] - lr * grad_fn(path[k], rows)
    return path
