from functools import partial
import numpy as np


def _step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01, *, kind):
    theta, grad = np.asarray(theta), np.asarray(grad)
    match kind:
        case "l2":
            grad, pull = grad + weight_decay * theta, 0.0
        case "decoupled":
            pull = lr * weight_decay * theta
        case _:
            raise ValueError(kind)
    m = beta1 * np.asarray(m) + (1 - beta1) * grad
    v = beta2 * np.asarray(v) + (1 - beta2) * grad**2
    step = lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - pull - step, m, v


adam_l2_step = partial(_step, kind="l2")
adamw_step = partial(_step, kind="decoupled")
