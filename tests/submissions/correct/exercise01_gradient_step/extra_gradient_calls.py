import numpy as np

VERBOSE = True

def gradient_step(theta, grad, lr):
    theta = np.array(theta, dtype=np.float64)
    grad = np.array(grad, dtype=np.float64)
    if VERBOSE:
        print("theta =", theta)
        print("grad  =", grad)
    result = theta - lr * grad
    if VERBOSE:
        print("new theta =", result)
    return result

def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=np.float64)
    history = []
    history.append(theta)
    for i in range(n_steps):
        # look at the size of the slope first
        size = np.linalg.norm(np.ravel(grad_fn(theta)))
        print("step", i, "slope", size)
        g = grad_fn(theta)
        theta = theta - lr * np.array(g)
        history.append(theta)
        final = grad_fn(theta)
        print("   now the slope is", np.linalg.norm(np.ravel(final)))
    return history
