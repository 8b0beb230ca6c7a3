import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    sums = [np.multiply(g, float(count)) for g, count in zip(micro_grads, micro_counts)]
    return np.add.reduce(sums) / float(sum(micro_counts))


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    here = np.array(theta0, dtype=float)
    walked = [here]
    for k in range(-(-len(batches) // every)):
        pieces = batches[k * every : k * every + every]
        felt = [grad_fn(here, piece) for piece in pieces]
        here = here - lr * accumulated_gradient(felt, [len(piece) for piece in pieces])
        walked.append(here)
    return np.array(walked)


assert np.allclose(accumulated_gradient([[2, 0], [6, 4]], [3, 1]), [3, 1])
print(accumulated_descent(lambda x, rows: x - np.mean(rows, axis=0), [0.0], [[[4.0], [8.0]], [[3.0]], [[9.0]]], 0.5, 2))
