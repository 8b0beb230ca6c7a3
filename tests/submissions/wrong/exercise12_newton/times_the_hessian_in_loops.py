# function: newton_step
# expects: NE-HG
def newton_step(theta, grad, hessian, damping=0.0):
    n = len(theta)
    new = []
    for i in range(n):
        s = sum(hessian[i][j] * grad[j] for j in range(n)) + damping * grad[i]
        new.append(theta[i] - s)
    return new
