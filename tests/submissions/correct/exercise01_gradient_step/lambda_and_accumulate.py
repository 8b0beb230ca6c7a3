from itertools import accumulate, repeat
import numpy as np

gradient_step = lambda theta, grad, lr: np.asarray(theta, float) - np.asarray(grad, float) * lr

gradient_descent = lambda grad_fn, theta0, lr, n_steps: np.array(list(accumulate(repeat(None, n_steps), lambda x, _: gradient_step(x, grad_fn(x), lr), initial=np.array(theta0, float))))
