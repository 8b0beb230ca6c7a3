import numpy as np
def gradient_step(theta, grad, lr):
    return theta + (-lr)*np.array(grad)
def gradient_descent(grad_fn, theta0, lr, n_steps):
    x=np.array(theta0,dtype=float)
    out=[x]
    for k in range(n_steps):
        x=x+(-lr)*np.array(grad_fn(x))
        out.append(x)
    return np.stack(out)
