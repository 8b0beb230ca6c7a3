def minibatch_gradient(per_example, index):
    drawn = [per_example[int(i)] for i in index]
    return [float(sum(column)) / len(drawn) for column in zip(*drawn)]


def noise_variance(per_example, size, replace=True):
    n = len(per_example)
    out = []
    for column in zip(*per_example):
        column = [float(g) for g in column]
        mean = sum(column) / n
        out.append(sum((g - mean) ** 2 for g in column) / n / size)
    if not replace:
        out = [v * (n - size) / (n - 1) for v in out]
    return out


def noise_floor(curvature, sigma, lr):
    shrink = 1 - lr * curvature
    return (lr * sigma) ** 2 / (1 - shrink ** 2)
