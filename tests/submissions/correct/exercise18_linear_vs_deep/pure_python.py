def linear_gradient(X, y, w):
    n, d = len(X), len(w)
    errors = [sum(float(x) * float(a) for x, a in zip(row, w)) - float(t) for row, t in zip(X, y)]
    return [sum(e * float(row[j]) for e, row in zip(errors, X)) / n for j in range(d)]


def two_layer_gradients(X, y, W1, w2):
    d, h = len(W1), len(w2)
    w = [sum(float(W1[i][k]) * float(w2[k]) for k in range(h)) for i in range(d)]
    G = linear_gradient(X, y, w)
    dW1 = [[g * float(b) for b in w2] for g in G]
    dw2 = [sum(float(W1[i][k]) * G[i] for i in range(d)) for k in range(h)]
    return dW1, dw2
