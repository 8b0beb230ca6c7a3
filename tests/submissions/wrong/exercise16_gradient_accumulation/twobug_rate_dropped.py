# function: accumulated_descent
# expects: GA-LR GA-DROPLAST
import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    n = np.array(micro_counts, dtype=float)
    total = 0.0
    for g, k in zip(micro_grads, n):
        total = total + k * np.asarray(g, dtype=float)
    return total / n.sum()


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    total, rows = np.zeros_like(theta), 0
    for i, batch in enumerate(batches):
        total = total + len(batch) * grad_fn(theta, batch)
        rows += len(batch)
        if (i + 1) % every == 0:
            theta = theta - lr / every * total / rows
            path.append(theta)
            total, rows = np.zeros_like(theta), 0
    return np.array(path)
