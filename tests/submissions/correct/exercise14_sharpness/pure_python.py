import math


def _jacobi(rows):
    """Jacobi's rotations until nothing is left off the diagonal."""
    a = [[float(x) for x in row] for row in rows]
    n = len(a)
    for _ in range(60):
        p, q, biggest = 0, 0, 0.0
        for i in range(n):
            for j in range(i + 1, n):
                if abs(a[i][j]) > biggest:
                    p, q, biggest = i, j, abs(a[i][j])
        if biggest < 1e-15:
            break
        angle = 0.5 * math.atan2(2 * a[p][q], a[p][p] - a[q][q])
        c, s = math.cos(angle), math.sin(angle)
        for k in range(n):
            x, y = a[k][p], a[k][q]
            a[k][p], a[k][q] = c * x + s * y, c * y - s * x
        for k in range(n):
            x, y = a[p][k], a[q][k]
            a[p][k], a[q][k] = c * x + s * y, c * y - s * x
    return [a[i][i] for i in range(n)]


def sharpness(hessian):
    return max(_jacobi(hessian))


def worst_case_rise(hessian, rho):
    return rho * rho * max([0.0] + _jacobi(hessian)) / 2


def expected_rise(hessian, sigma):
    return sigma * sigma * math.fsum(float(row[i]) for i, row in enumerate(hessian)) / 2


def _flat(x):
    try:
        return [one for part in x for one in _flat(part)]
    except TypeError:
        return [float(x)]


def _zip(f, x, y):
    try:
        return [_zip(f, a, b) for a, b in zip(x, y, strict=True)]
    except TypeError:
        return f(float(x), float(y))


def sam_step(theta, grad_fn, lr, rho):
    g = grad_fn(theta)
    length = math.sqrt(sum(one * one for one in _flat(g)))
    if not length:
        return theta
    up = _zip(lambda x, s: x + rho * s / length, theta, g)
    return _zip(lambda x, s: x - lr * s, theta, grad_fn(up))
