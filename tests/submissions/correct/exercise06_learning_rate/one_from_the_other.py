import numpy as np

def max_stable_lr(hessian):
    return 2 / np.linalg.eigvalsh(hessian)[-1]

def condition_number(hessian):
    values = np.linalg.eigvalsh(hessian)
    return values[-1] / values[0]

def best_lr(hessian):
    k = condition_number(hessian)
    return max_stable_lr(hessian) * k / (k + 1)
