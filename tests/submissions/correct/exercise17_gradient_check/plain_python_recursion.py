import copy
import math


def _plain(x):
    if hasattr(x, "tolist"):
        x = x.tolist()
    return [_plain(one) for one in x] if isinstance(x, (list, tuple)) else float(x)


def _walk(x, path=()):
    if isinstance(x, list):
        for k, one in enumerate(x):
            yield from _walk(one, path + (k,))
    else:
        yield path, x


def _moved(x, path, by):
    if not path:
        return x + by
    x = copy.deepcopy(x)
    inner = x
    for k in path[:-1]:
        inner = inner[k]
    inner[path[-1]] += by
    return x


def numeric_gradient(f, theta, h=1e-5):
    theta = _plain(theta)
    result = copy.deepcopy(theta)
    for path, _ in _walk(theta):
        slope = (f(_moved(theta, path, h)) - f(_moved(theta, path, -h))) / (2 * h)
        if not path:
            return slope
        inner = result
        for k in path[:-1]:
            inner = inner[k]
        inner[path[-1]] = slope
    return result


def relative_error(a, b):
    a = [v for _, v in _walk(_plain(a))]
    b = [v for _, v in _walk(_plain(b))]
    size = math.hypot(*a) + math.hypot(*b)
    return math.dist(a, b) / size if size else 0.0
