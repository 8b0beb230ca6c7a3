"""Reference for exercise 18: the slope of a linear model, and of the same model in two layers.

Least squares: A.-M. Legendre (1805), C. F. Gauss (1809). Two linear layers have no minima but the least ones, all
other stationary places are saddles: P. Baldi and K. Hornik (1989), "Neural networks and principal component analysis".
"""

import numpy as np


def linear_gradient(X, y, w) -> np.ndarray:
    """Xᵀ (X w − y) / n."""
    X = np.asarray(X, dtype=float)
    # Each example pulls at each weight by its error times its feature; the mean makes batches of any size alike.
    return X.T @ (X @ np.asarray(w, dtype=float) - np.asarray(y, dtype=float)) / len(X)


def two_layer_gradients(X, y, W1, w2) -> tuple[np.ndarray, np.ndarray]:
    """(dW1, dw2): the slope at the product W1 w2, handed on by the chain rule."""
    W1, w2 = np.asarray(W1, dtype=float), np.asarray(w2, dtype=float)
    # The loss knows the product alone; each layer feels it through the other one.
    slope = linear_gradient(X, y, W1 @ w2)
    return np.outer(slope, w2), W1.T @ slope
