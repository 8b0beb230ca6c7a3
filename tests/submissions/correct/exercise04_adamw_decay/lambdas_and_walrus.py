import numpy as np
A = lambda x: np.asarray(x, dtype=float)
mean = lambda old, new, b: b * A(old) + (1 - b) * new
unit = lambda m, v, t, b1, b2, e: (m / (1 - b1**t)) / ((v / (1 - b2**t)) ** 0.5 + e)
adam_l2_step = lambda theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01: (
    (g := A(grad) + weight_decay * A(theta)) is not None
    and (A(theta) - lr * unit(mm := mean(m, g, beta1), vv := mean(v, g * g, beta2), t, beta1, beta2, eps), mm, vv))
adamw_step = lambda theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01: (
    A(theta) - lr * weight_decay * A(theta)
    - lr * unit(mm := mean(m, A(grad), beta1), vv := mean(v, A(grad) ** 2, beta2), t, beta1, beta2, eps), mm, vv)
