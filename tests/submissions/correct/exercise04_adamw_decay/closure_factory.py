import numpy as np


def make(coupled):
    def step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        wd_in_grad, wd_outside = (weight_decay, 0.0) if coupled else (0.0, weight_decay)
        x = np.asarray(theta, dtype=float)
        g = np.asarray(grad, dtype=float) + wd_in_grad * x
        m = (1 - beta1) * (g - np.asarray(m)) + m
        v = (1 - beta2) * (g * g - np.asarray(v)) + v
        c1 = -np.expm1(t * np.log(beta1))
        c2 = -np.expm1(t * np.log(beta2))
        return x - lr * (wd_outside * x + (m / c1) / (np.sqrt(v / c2) + eps)), m, v
    return step


adam_l2_step = make(coupled=True)
adamw_step = make(coupled=False)

if __name__ == "__main__":
    print(adamw_step(1.7, 0, 0, 0.4, 1, lr=0.01, weight_decay=0.3))
