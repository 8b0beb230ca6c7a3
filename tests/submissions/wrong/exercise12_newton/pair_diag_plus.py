# function: newton_step
# expects: NE-DIAG NE-PLUS
def newton_step(theta, grad, hessian, damping=0.0):
    return [t + g / (hessian[i][i] + damping) for i, (t, g) in enumerate(zip(theta, grad))]
