"""Reference for exercise 20: what a mini-batch adds to the slope, and where it leaves a run.

The variance of a mean of draws is σ²/n with replacement; without it, the finite population correction
(N − n)/(N − 1) comes on top: W. G. Cochran (1977), "Sampling Techniques", theorem 2.2 (with S² = σ²·N/(N − 1)).
The floor is the stationary variance of a first-order autoregression, V = (1 − lr·a)²·V + lr²·σ²; S. Mandt,
M. Hoffman and D. Blei (2017), "Stochastic Gradient Descent as Approximate Bayesian Inference", have it for small lr.
"""

import numpy as np


def minibatch_gradient(per_example, index) -> np.ndarray:
    """The mean of the rows that were drawn, each as often as it was."""
    return np.asarray(per_example, dtype=float)[np.asarray(index)].mean(axis=0)


def noise_variance(per_example, size, replace=True) -> np.ndarray:
    """σ²/size, times (N − size)/(N − 1) where nothing is put back."""
    rows = np.asarray(per_example, dtype=float)
    variance = rows.var(axis=0) / size
    if replace:
        return variance
    # The more of the data a batch holds, the less there is left to be wrong about.
    return variance * (len(rows) - size) / (len(rows) - 1)


def noise_floor(curvature, sigma, lr) -> float:
    """V with V = (1 − lr·curvature)²·V + lr²·sigma²."""
    return lr * sigma**2 / (curvature * (2 - lr * curvature))
