# function: accumulated_gradient
# expects: GA-LAST
import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    for g, n in zip(micro_grads, micro_counts):
        total = n * np.asarray(g, dtype=float)
    return total / n


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for start in range(0, len(batches), every):
        group = batches[start : start + every]
        total, rows = np.zeros_like(theta), 0
        for batch in group:
            total = total + len(batch) * grad_fn(theta, batch)
            rows += len(batch)
        theta = theta - lr * total / rows
        path.append(theta)
    return np.array(path)
