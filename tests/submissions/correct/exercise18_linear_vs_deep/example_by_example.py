import numpy as np


def linear_gradient(X, y, w):
    total = np.zeros(len(w))
    for row, target in zip(np.asarray(X, dtype=float), y):
        total += (row @ np.asarray(w, dtype=float) - target) * row
    return total / len(y)


def two_layer_gradients(X, y, W1, w2):
    W1, w2 = np.array(W1, dtype=float), np.array(w2, dtype=float)
    dW1, dw2 = np.zeros_like(W1), np.zeros_like(w2)
    for row, target in zip(np.asarray(X, dtype=float), y):
        hidden = row @ W1
        e = hidden @ w2 - target
        dW1 += e * np.outer(row, w2)
        dw2 += e * hidden
    return dW1 / len(y), dw2 / len(y)
