import numpy as np

def make_momentum():
    def step(theta, v, grad, lr, beta):
        theta = np.asarray(theta)
        v = np.asarray(v)
        grad = np.asarray(grad)

        def velocity():
            return beta*v + grad

        def position(new_v):
            return theta - lr*new_v

        new_v = velocity()
        return position(new_v), new_v

    def descent(grad_fn, theta0, lr, beta, n_steps):
        theta, v = np.asarray(theta0), np.zeros(np.shape(theta0))
        yield theta
        for _ in range(n_steps):
            theta, v = step(theta, v, grad_fn(theta), lr, beta)
            yield theta

    def collect(grad_fn, theta0, lr, beta, n_steps):
        return list(descent(grad_fn, theta0, lr, beta, n_steps))

    return step, collect

momentum_step, momentum_descent = make_momentum()
