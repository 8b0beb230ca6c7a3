# no numpy at all

def _is_number(x):
    try:
        len(x)
    except TypeError:
        return True
    return False


def _combine(a, b, lr):
    """walk through the nested lists a and b together"""
    if _is_number(a):
        return float(a) - lr * float(b)
    return [_combine(p, q, lr) for p, q in zip(a, b)]


def gradient_step(theta, grad, lr):
    return _combine(theta, grad, lr)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    here = theta0
    path = [here]
    for step in range(n_steps):
        slope = grad_fn(here)
        here = gradient_step(here, slope, lr)
        path.append(here)
    return path
