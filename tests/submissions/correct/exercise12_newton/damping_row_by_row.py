from numpy import *


def newton_step(theta, grad, hessian, damping=0.):
    H = zeros((len(theta), len(theta)))
    for i in range(len(theta)):
        for j in range(len(theta)):
            H[i, j] = hessian[i][j]
            if i == j:
                H[i, j] = H[i, j] + damping
    move = linalg.inv(H) @ array(grad)
    new = []
    for i in range(len(theta)):
        new.append(theta[i] - move[i])
    return array(new)
