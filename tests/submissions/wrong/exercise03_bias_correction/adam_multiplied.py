# function: adam_step
# expects: AD-MULT
from __future__ import annotations
from dataclasses import dataclass
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    g = np.array(grad, dtype=float)
    return (m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v))


def bias_correct(moment, beta, t):
    weight_of_data = 1.0 - np.power(beta, t)
    return np.divide(moment, weight_of_data)


@dataclass(frozen=True)
class AdamConfig:
    lr: float
    beta1: float
    beta2: float
    eps: float


def unbias(x: np.ndarray, beta: float, t: int) -> np.ndarray:
    """Take the bias out of the average."""
    return x * (1.0 - beta**t)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    cfg = AdamConfig(lr, beta1, beta2, eps)
    grad = np.asarray(grad, dtype=float)
    m = cfg.beta1 * np.asarray(m) + (1 - cfg.beta1) * grad
    v = cfg.beta2 * np.asarray(v) + (1 - cfg.beta2) * grad**2
    step = unbias(m, cfg.beta1, t) / (np.sqrt(unbias(v, cfg.beta2, t)) + cfg.eps)
    return np.asarray(theta) - cfg.lr * step, m, v
