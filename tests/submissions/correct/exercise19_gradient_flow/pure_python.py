import math


def backpropagate(weights, slopes, upstream):
    g = [float(u) for u in upstream]
    grads = [g]
    for l in reversed(range(len(weights))):
        W, s = weights[l], slopes[l]
        felt = [float(a) * b for a, b in zip(s, g)]
        g = [sum(float(W[i][j]) * felt[i] for i in range(len(felt))) for j in range(len(W[0]))]
        grads.append(g)
    grads.reverse()
    return grads


def flow_verdict(norms, low=1e-3, high=1e3):
    for n in norms:
        if math.isnan(n) or math.isinf(n):
            return "exploding"
    first, last = float(norms[0]), float(norms[-1])
    if first < low * last:
        return "vanishing"
    if first > high * last:
        return "exploding"
    return "healthy"
