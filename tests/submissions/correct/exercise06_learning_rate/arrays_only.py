import numpy as np

def max_stable_lr(hessian):
    n = hessian.shape[0]
    return 2.0 / np.linalg.eigvalsh(hessian)[n - 1]

def condition_number(hessian):
    n = hessian.shape[0]
    values = np.linalg.eigvalsh(hessian)
    return values[n - 1] / values[0]

def best_lr(hessian):
    n = hessian.shape[0]
    values = np.linalg.eigvalsh(hessian)
    return 2.0 / (values[0] + values[n - 1])
