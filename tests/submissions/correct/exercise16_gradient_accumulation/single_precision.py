import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    g = np.asarray(micro_grads, dtype=np.float32)
    n = np.asarray(micro_counts, dtype=np.float32)
    return (np.moveaxis(g, 0, -1) @ n) / n.sum()


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    theta = np.asarray(theta0, dtype=np.float32)
    path = [theta]
    for i in range(0, len(batches), every):
        group = [np.asarray(b, dtype=np.float32) for b in batches[i : i + every]]
        g = accumulated_gradient([grad_fn(theta, b) for b in group], [b.shape[0] for b in group])
        theta = (theta - np.float32(lr) * g).astype(np.float32)
        path.append(theta)
    return np.stack(path)
