# function: accumulated_descent
# expects: GA-MEANOFMEANS GA-DROPLAST
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
    grads = []
    for batch in batches:
        grads.append(grad_fn(theta, batch))
        if len(grads) == every:
            theta = theta - lr * np.mean(grads, axis=0)
            path.append(theta)
            grads = []
    return np.array(path)
