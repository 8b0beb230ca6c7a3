from statistics import fmean, pvariance


def minibatch_gradient(per_example, index):
    columns = zip(*per_example)
    return [fmean(float(column[i]) for i in index) for column in columns]


def noise_variance(per_example, size, replace=True):
    n = len(per_example)
    share = 1 if replace else (n - size) / (n - 1)
    return [pvariance([float(x) for x in column]) / size * share for column in zip(*per_example)]


def noise_floor(curvature, sigma, lr):
    return lr * pow(sigma, 2) / (curvature * (2 - lr * curvature))
