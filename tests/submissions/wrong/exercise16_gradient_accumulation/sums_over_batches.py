# function: accumulated_descent
# expects: GA-DIVK
import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    n = np.array(micro_counts, dtype=float)
    return np.tensordot(n, np.array(micro_grads, dtype=float), axes=1) / n.sum()


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for i in range(0, len(batches), every):
        grp = batches[i:i + every]
        g = sum(len(b) * grad_fn(theta, b) for b in grp) / len(grp)
        theta = theta - lr * g
        path.append(theta)
    return np.array(path)
