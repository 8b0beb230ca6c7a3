import numpy as np


def linear_gradient(X, y, w):
    X = np.asarray(X, dtype=float)
    y, w = np.reshape(y, (-1, 1)), np.reshape(w, (-1, 1))
    return (X.T @ (X @ w - y) / len(X)).ravel()


def two_layer_gradients(X, y, W1, w2):
    X, W1 = np.asarray(X, dtype=float), np.asarray(W1, dtype=float)
    y, w2 = np.reshape(y, (-1, 1)), np.reshape(w2, (-1, 1))
    E = (X @ W1 @ w2 - y) / X.shape[0]
    return X.T @ E @ w2.T, (W1.T @ (X.T @ E)).flatten()
