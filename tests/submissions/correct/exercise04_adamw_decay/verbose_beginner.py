import numpy as np

# WEIGHT DECAY
# l2: decay is in the gradient
# w: decay is separate

def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
	theta = np.array(theta, dtype=float)
	grad = np.array(grad, dtype=float)
	m = np.array(m, dtype=float)
	v = np.array(v, dtype=float)
	new_grad = grad + weight_decay * theta
	new_m = beta1 * m + (1 - beta1) * new_grad
	new_v = beta2 * v + (1 - beta2) * new_grad ** 2
	m_corrected = new_m / (1 - beta1 ** t)
	v_corrected = new_v / (1 - beta2 ** t)
	step = lr * m_corrected / (np.sqrt(v_corrected) + eps)
	print("L2 step:", step)
	new_theta = theta - step
	return [new_theta, new_m, new_v]

def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
	theta = np.array(theta, dtype=float)
	grad = np.array(grad, dtype=float)
	m = np.array(m, dtype=float)
	v = np.array(v, dtype=float)
	new_m = beta1 * m + (1 - beta1) * grad
	new_v = beta2 * v + (1 - beta2) * grad ** 2
	m_corrected = new_m / (1 - beta1 ** t)
	v_corrected = new_v / (1 - beta2 ** t)
	step = lr * m_corrected / (np.sqrt(v_corrected) + eps)
	shrink = lr * weight_decay * theta
	print("W step:", step, "shrink:", shrink)
	new_theta = theta - shrink - step
	return [new_theta, new_m, new_v]
