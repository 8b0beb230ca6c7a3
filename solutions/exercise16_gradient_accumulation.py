"""Reference for exercise 16: the gradient of a batch that came in pieces.

A mean over all examples is the mean of the pieces' means, weighted by how many examples each of them holds: the sum of
nᵢ·gᵢ is the sum over all examples, whatever the split. That weights are needed where counts differ was found anew in
many training libraries in 2024 (Hugging Face, "Fixing Gradient Accumulation").
"""

import numpy as np


def accumulated_gradient(micro_grads, micro_counts) -> np.ndarray:
    """Σ nᵢgᵢ / Σ nᵢ."""
    grads = np.asarray(micro_grads, dtype=float)
    counts = np.asarray(micro_counts, dtype=float)
    # n·g undoes each mean: what is added up are sums over examples.
    return np.tensordot(counts, grads, axes=1) / counts.sum()


def accumulated_descent(grad_fn, theta0, batches, lr, every) -> np.ndarray:
    """Row k of the path is θ after k groups."""
    path = [np.asarray(theta0, dtype=float)]
    for first in range(0, len(batches), every):
        # A slice takes what there is, so the last group may be shorter.
        group = batches[first : first + every]
        here = path[-1]
        # New lists for each group: nothing of the one before is left in the sum.
        grads = [grad_fn(here, batch) for batch in group]
        counts = [len(batch) for batch in group]
        path.append(here - lr * accumulated_gradient(grads, counts))
    # stack copies, so row 0 is no second name for the caller's theta0.
    return np.stack(path)
