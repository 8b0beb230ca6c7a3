# function: accumulated_descent
# expects: none
# slip: cut into `every` groups, not into groups of `every`
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
    for batch in np.array_split(np.arange(len(batches)), every):
        group = [batches[i] for i in batch]
        if not group:
            continue
        grads = [grad_fn(theta, b) for b in group]
        theta = theta - lr * np.average(grads, axis=0, weights=[len(b) for b in group])
        path.append(theta)
    return np.array(path)
