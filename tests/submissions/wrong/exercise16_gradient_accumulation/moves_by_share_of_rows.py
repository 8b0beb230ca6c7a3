# function: accumulated_descent
# expects: GA-MOVES
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
    for i in range(0, len(batches), every):
        group = batches[i : i + every]
        n = sum(len(b) for b in group)
        for b in group:
            theta = theta - lr * len(b) / n * grad_fn(theta, b)
        path.append(theta)
    return np.array(path)
