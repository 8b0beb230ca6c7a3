import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    n = np.array(micro_counts, dtype=float)
    total = 0.0
    for g, k in zip(micro_grads, n):
        total = total + k * np.asarray(g, dtype=float)
    return total / n.sum()


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    theta = np.asarray(theta0, dtype=float)
    history = [theta.copy()]
    grad, seen = 0.0, 0
    for i, batch in enumerate(batches, 1):
        grad += np.asarray(grad_fn(theta, batch)) * len(batch)
        seen += len(batch)
        if i % every == 0 or i == len(batches):
            theta = theta - lr * grad / seen
            history.append(theta.copy())
            grad, seen = 0.0, 0
    return np.stack(history)
