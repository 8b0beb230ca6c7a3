import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    total = sum(micro_counts)
    return sum(np.asarray(g, dtype=float) * (n / total) for g, n in zip(micro_grads, micro_counts))


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    path = [np.array(theta0, dtype=float)]
    waiting = list(batches)
    while waiting:
        now, waiting = waiting[:every], waiting[every:]
        examples = sum(map(len, now))
        step = sum(lr * len(b) / examples * np.asarray(grad_fn(path[-1], b)) for b in now)
        path.append(path[-1] - step)
    return np.vstack(path)
