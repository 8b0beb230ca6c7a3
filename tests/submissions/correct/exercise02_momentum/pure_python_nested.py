def _nested(f, *xs):
    """Apply f at every number of nested lists (or arrays) of equal shape."""
    try:
        rows = list(zip(*xs))
    except TypeError:          # these are numbers
        return f(*(float(x) for x in xs))
    return [_nested(f, *row) for row in rows]


def momentum_step(theta, v, grad, lr, beta):
    new_v = _nested(lambda vi, gi: beta * vi + gi, v, grad)
    new_theta = _nested(lambda ti, vi: ti - lr * vi, theta, new_v)
    return new_theta, new_v


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    path = [theta0]
    v = _nested(lambda t: 0.0, theta0)
    for _ in range(n_steps):
        theta, v = momentum_step(path[-1], v, grad_fn(path[-1]), lr, beta)
        path.append(theta)
    return path
