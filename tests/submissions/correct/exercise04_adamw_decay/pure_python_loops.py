import math


def depth_zero(x):
    return not hasattr(x, "__len__") or (hasattr(x, "ndim") and x.ndim == 0)


def zip_apply(fn, theta, m, v, grad):
    if depth_zero(theta):
        return fn(float(theta), float(m), float(v), float(grad))
    thetas, ms, vs = [], [], []
    for a, b, c, d in zip(theta, m, v, grad):
        x, y, z = zip_apply(fn, a, b, c, d)
        thetas.append(x)
        ms.append(y)
        vs.append(z)
    return thetas, ms, vs


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    def one(theta_i, m_i, v_i, g_i):
        g_i = g_i + weight_decay * theta_i
        m_i = beta1 * m_i + (1 - beta1) * g_i
        v_i = beta2 * v_i + (1 - beta2) * g_i * g_i
        m_hat = m_i / (1 - beta1 ** t)
        v_hat = v_i / (1 - beta2 ** t)
        return theta_i - lr * m_hat / (math.sqrt(v_hat) + eps), m_i, v_i
    return zip_apply(one, theta, m, v, grad)


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    def one(theta_i, m_i, v_i, g_i):
        m_i = beta1 * m_i + (1 - beta1) * g_i
        v_i = beta2 * v_i + (1 - beta2) * g_i * g_i
        m_hat = m_i / (1 - beta1 ** t)
        v_hat = v_i / (1 - beta2 ** t)
        decay = lr * weight_decay * theta_i
        return theta_i - decay - lr * m_hat / (math.sqrt(v_hat) + eps), m_i, v_i
    return zip_apply(one, theta, m, v, grad)
