from decimal import Decimal, localcontext
import numpy as np


def _run(theta, m, v, g, t, lr, b1, b2, eps, wd, coupled):
    with localcontext() as ctx:
        ctx.prec = 30
        theta, m, v, g, lr, b1, b2, eps, wd = (Decimal(float(x)) for x in (theta, m, v, g, lr, b1, b2, eps, wd))
        if coupled:
            g += wd * theta
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        step = lr * (m / (1 - b1 ** int(t))) / ((v / (1 - b2 ** int(t))).sqrt() + eps)
        if not coupled:
            step += lr * wd * theta
        return float(theta - step), float(m), float(v)


def _all(theta, m, v, grad, *rest):
    arrays = [np.asarray(x) for x in (theta, m, v, grad)]
    rows = [_run(*(a[i] for a in arrays), *rest) for i in np.ndindex(arrays[0].shape)]
    return tuple(np.array(col).reshape(arrays[0].shape) for col in zip(*rows))


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return _all(theta, m, v, grad, t, lr, beta1, beta2, eps, weight_decay, True)


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return _all(theta, m, v, grad, t, lr, beta1, beta2, eps, weight_decay, False)
