# function: rmsprop_step
# expects: RM-MULT
import math

def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    if isinstance(theta, (int, float)) or getattr(theta, "ndim", 1) == 0:
        v2 = rho * float(v) + (1 - rho) * float(grad) ** 2
        return float(theta) - lr * float(grad) * (math.sqrt(v2) + eps), v2
    rows = [rmsprop_step(t, a, g, lr, rho, eps) for t, a, g in zip(theta, v, grad)]
    return [r[0] for r in rows], [r[1] for r in rows]
