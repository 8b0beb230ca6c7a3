# function: accumulated_descent
# expects: GA-NOZERO
import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    n = np.array(micro_counts, dtype=float)
    return np.tensordot(n, np.array(micro_grads, dtype=float), axes=1) / n.sum()


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    grads = []
    for i, b in enumerate(batches):
        grads.append(grad_fn(theta, b))
        if (i + 1) % every == 0 or i + 1 == len(batches):
            theta = theta - lr * np.mean(grads, axis=0)
            path.append(theta)
    return np.array(path)
