import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    result = {}
    for key in ("m", "v"):
        match key:
            case "m":
                result[key] = beta1 * np.asarray(m) + (1.0 - beta1) * np.asarray(grad)
            case "v":
                result[key] = beta2 * np.asarray(v) + (1.0 - beta2) * np.asarray(grad) ** 2.0
    return result["m"], result["v"]


def bias_correct(moment, beta, t):
    return np.asarray(moment) * np.reciprocal(1.0 - beta**t)


def adam_step(theta, m, v, grad, t, *settings):
    defaults = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    o = defaults | dict(zip(defaults, settings))
    m, v = ema_moments(m, v, grad, o["beta1"], o["beta2"])
    up = o["lr"] * bias_correct(m, o["beta1"], t)
    down = np.sqrt(bias_correct(v, o["beta2"], t)) + o["eps"]
    return np.asarray(theta) - up / down, m, v
