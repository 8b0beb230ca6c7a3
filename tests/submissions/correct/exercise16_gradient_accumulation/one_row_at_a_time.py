import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    """Each gradient as often as it has examples."""
    return np.mean([np.asarray(g, dtype=float) for g, n in zip(micro_grads, micro_counts) for _ in range(int(n))], axis=0)


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    """Every example by itself: its slope is a mean over one row."""
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for i in range(0, len(batches), every):
        slopes = [grad_fn(theta, [row]) for b in batches[i : i + every] for row in np.asarray(b, dtype=float)]
        theta = theta - lr * np.mean(slopes, axis=0)
        path.append(theta)
    return np.array(path)
