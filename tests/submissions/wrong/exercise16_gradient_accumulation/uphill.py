# function: accumulated_descent
# expects: GA-ASCENT
import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    n = np.array(micro_counts, dtype=float)
    total = 0.0
    for g, k in zip(micro_grads, n):
        total = total + k * np.asarray(g, dtype=float)
    return total / n.sum()


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    path = [np.array(theta0, dtype=float)]
    for i in range(0, len(batches), every):
        group = batches[i : i + every]
        grads = [grad_fn(path[-1], b) for b in group]
        g = sum(len(b) * s for b, s in zip(group, grads)) / sum(map(len, group))
        path.append(path[-1] + lr * g)
    return np.array(path)
