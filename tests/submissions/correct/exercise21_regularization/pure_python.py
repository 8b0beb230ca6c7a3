import math


def _plain(x):
    return x.tolist() if hasattr(x, "tolist") else x


def _each(f, *xs):
    if isinstance(xs[0], (list, tuple)):
        return [_each(f, *parts) for parts in zip(*xs)]
    return f(*xs)


def _entries(x):
    if isinstance(x, (list, tuple)):
        for one in x:
            yield from _entries(one)
    else:
        yield x


def regularized(loss, grad, theta, lam):
    grad, theta = _plain(grad), _plain(theta)
    total = loss
    for w in _entries(theta):
        total += lam * w * w
    return total, _each(lambda g, w: g + 2 * lam * w, grad, theta)


def soft_threshold(theta, amount):
    def one(w):
        if w > amount:
            return w - amount
        if w < -amount:
            return w + amount
        return 0

    return _each(one, _plain(theta))


def project_ball(theta, radius):
    theta = _plain(theta)
    n = math.hypot(*_entries(theta))
    return _each(lambda w: w * radius / n, theta) if n > radius else theta
