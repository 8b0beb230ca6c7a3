import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    return np.average(np.array(micro_grads, dtype=float), axis=0, weights=micro_counts)


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    rows = [np.array(theta0, dtype=float)]
    for i in range(0, len(batches), every):
        group = batches[i : i + every]
        grads = [grad_fn(rows[-1], b) for b in group]
        rows.append(rows[-1] - lr * np.average(grads, axis=0, weights=[len(b) for b in group]))
    return rows
