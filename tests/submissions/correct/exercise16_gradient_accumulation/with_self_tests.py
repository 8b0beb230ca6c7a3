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
    for start in range(0, len(batches), every):
        group = batches[start : start + every]
        total, rows = np.zeros_like(theta), 0
        for batch in group:
            total = total + len(batch) * grad_fn(theta, batch)
            rows += len(batch)
        theta = theta - lr * total / rows
        path.append(theta)
    return np.array(path)


assert np.allclose(accumulated_gradient([[2, 0], [6, 4]], [3, 1]), [3, 1])
print(accumulated_descent(lambda x, rows: x - np.mean(rows, axis=0), [0.0], [[[4.0], [8.0]], [[3.0]], [[9.0]]], 0.5, 2))
