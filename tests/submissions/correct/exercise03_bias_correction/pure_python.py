from math import sqrt


def each(f, *args):
    if all(isinstance(a, (int, float)) for a in args):
        return f(*args)
    if all(getattr(a, "ndim", None) == 0 for a in args if hasattr(a, "ndim")) and not any(
        isinstance(a, (list, tuple)) for a in args
    ):
        return f(*(float(a) for a in args))
    return [each(f, *row) for row in zip(*args)]


def ema_moments(m, v, grad, beta1, beta2):
    new_m = each(lambda mi, gi: beta1 * mi + (1 - beta1) * gi, m, grad)
    new_v = each(lambda vi, gi: beta2 * vi + (1 - beta2) * gi * gi, v, grad)
    return new_m, new_v


def bias_correct(moment, beta, t):
    return each(lambda x: x / (1 - beta**t), moment)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)

    def move(p, mi, vi):
        m_hat = mi / (1 - beta1**t)
        v_hat = vi / (1 - beta2**t)
        return p - lr * m_hat / (sqrt(v_hat) + eps)

    return each(move, theta, m, v), m, v
