import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    grads = np.stack([np.asarray(g, dtype=float) for g in micro_grads])
    w = np.asarray(micro_counts, dtype=float)
    return np.einsum("i,i...->...", w / w.sum(), grads)


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    sizes = np.array([len(batch) for batch in batches], dtype=float)
    path = np.array(theta0, dtype=float)[None]
    for cut in np.split(np.arange(len(batches)), np.arange(every, len(batches), every)):
        slopes = np.stack([grad_fn(path[-1], batches[j]) for j in cut])
        down = lr * np.einsum("i,ij->j", sizes[cut], slopes) / sizes[cut].sum()
        path = np.concatenate([path, (path[-1] - down)[None]])
    return path
