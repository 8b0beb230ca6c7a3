import warnings
import numpy as np

warnings.filterwarnings("ignore")
np.set_printoptions(precision=3, suppress=True)
np.seterr(all="ignore")

def gradient_step(theta, grad, lr):
	return np.asarray(theta) - lr*np.asarray(grad)

def gradient_descent(grad_fn, theta0, lr, n_steps):
	theta = np.asarray(theta0, dtype=float)
	path = []
	for k in range(n_steps + 1):
		path.append(theta)
		if k < n_steps:
			theta = gradient_step(theta, grad_fn(theta), lr)
	return np.array(path)

# --- tests ---
assert np.allclose(gradient_step([1, -2, 4], [3, -4, 1], 0.1), [0.7, -1.6, 3.9])
assert gradient_step(4.0, 12.0, 1/3) == 0
p = gradient_descent(lambda x: x**3, 2.0, 0.1, 2)
assert np.allclose(p, [2, 1.2, 1.0272])
print("all fine:", p)
