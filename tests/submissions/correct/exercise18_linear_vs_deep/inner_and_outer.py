import numpy as np


def linear_gradient(X, y, w):
    e = np.subtract(np.dot(X, w), y)
    return np.dot(np.transpose(X), e) / np.size(y)


def two_layer_gradients(X, y, W1, w2):
    e = np.subtract(np.dot(np.dot(X, W1), w2), y)
    G = np.dot(e, X) / np.size(y)
    return np.multiply.outer(G, w2), np.dot(G, W1)
