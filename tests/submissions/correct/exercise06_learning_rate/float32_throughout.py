import numpy as np

def max_stable_lr(hessian):
    e = np.linalg.eigvalsh(np.asarray(hessian, dtype=np.float32))
    return np.float32(2) / e[-1]

def condition_number(hessian):
    e = np.linalg.eigvalsh(np.asarray(hessian, dtype=np.float32))
    return e[-1] / e[0]

def best_lr(hessian):
    e = np.linalg.eigvalsh(np.asarray(hessian, dtype=np.float32))
    return np.float32(2) / (e[0] + e[-1])
