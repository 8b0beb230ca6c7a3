# function: accumulated_gradient
# expects: GA-MEANOFMEANS
import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    return np.mean(np.asarray(micro_grads, dtype=float), axis=0)


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
