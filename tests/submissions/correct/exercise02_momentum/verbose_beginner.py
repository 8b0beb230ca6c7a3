# Exercise 2
# momentum: the ball remembers its speed

import numpy as np

def momentum_step(theta, v, grad, lr, beta):
    # step 1: make arrays out of everything
    theta = np.array(theta)
    v = np.array(v)
    grad = np.array(grad)
    # step 2: the old speed loses some of itself
    old_speed = beta * v
    # step 3: the slope pushes
    new_speed = old_speed + grad
    print("new speed:", new_speed)
    # step 4: move
    move = lr * new_speed
    new_theta = theta - move
    print("new theta:", new_theta)
    return new_theta, new_speed

def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.array(theta0)
    v = theta * 0
    path = []
    path.append(theta)
    for i in range(0, n_steps, 1):
        grad = grad_fn(theta)
        theta, v = momentum_step(theta, v, grad, lr, beta)
        path.append(theta)
    assert len(path) == n_steps + 1
    return path
