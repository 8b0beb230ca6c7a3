def _plain(x):
    return x.tolist() if hasattr(x, "tolist") else x


def _zip(f, *xs):
    """f entry by entry over nested lists of one shape"""
    if isinstance(xs[0], (list, tuple)):
        return [_zip(f, *row) for row in zip(*xs)]
    return f(*xs)


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta, v = _plain(theta), _plain(v)
    ahead = _zip(lambda t, s: t - lr * beta * s, theta, v)
    g = _plain(grad_fn(ahead))
    v = _zip(lambda s, d: beta * s + d, v, g)
    return _zip(lambda t, s: t - lr * s, theta, v), v
