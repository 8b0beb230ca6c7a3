import numpy as np

def lock(*arrays):
    out = []
    for a in arrays:
        a = np.array(a)
        a.setflags(write=False)
        out.append(a)
    return tuple(out)

def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    grad = np.add(grad, np.multiply(theta, weight_decay))
    m = np.add(np.multiply(m, beta1), grad * (1 - beta1))
    v = np.add(np.multiply(v, beta2), grad * grad * (1 - beta2))
    denominator = np.sqrt(np.multiply(v, 1 / (1 - np.power(beta2, t)))) + eps
    return lock(theta - lr * np.multiply(m, 1 / (1 - np.power(beta1, t))) / denominator, m, v)

def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = np.add(np.multiply(m, beta1), np.multiply(grad, 1 - beta1))
    v = np.add(np.multiply(v, beta2), np.square(grad) * (1 - beta2))
    denominator = np.sqrt(np.multiply(v, 1 / (1 - np.power(beta2, t)))) + eps
    pulled = np.multiply(theta, 1 - lr * weight_decay)
    return lock(pulled - lr * np.multiply(m, 1 / (1 - np.power(beta1, t))) / denominator, m, v)
