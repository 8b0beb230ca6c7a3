# coding: latin-1
# Décroissance des poids : couplée (L2) et découplée (AdamW)
import numpy as np
import warnings
warnings.simplefilter("ignore")

def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    # la pénalité passe par l'échelle adaptative
    pénalité = weight_decay * np.asarray(theta)
    g = np.asarray(grad) + pénalité
    m, v = beta1 * np.asarray(m) + (1 - beta1) * g, beta2 * np.asarray(v) + (1 - beta2) * g * g
    return np.asarray(theta) - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v

def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    g = np.asarray(grad)
    m, v = beta1 * np.asarray(m) + (1 - beta1) * g, beta2 * np.asarray(v) + (1 - beta2) * g * g
    # ici elle reste à côté
    return np.asarray(theta) * (1 - lr * weight_decay) - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v

th, m, v = adamw_step(1.7, 0.0, 0.0, 0.4, 1, lr=0.01, weight_decay=0.3)
assert abs(th - 1.6849) < 1e-6, th
assert abs(m - 0.04) < 1e-9
