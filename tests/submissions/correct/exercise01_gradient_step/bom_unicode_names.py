import numpy as np

def gradient_step(theta, grad, lr):
    θ, g, η = np.asarray(theta), np.asarray(grad), lr
    return θ - η * g          # θ ← θ − η∇L

def gradient_descent(grad_fn, theta0, lr, n_steps):
    θ = np.asarray(theta0, dtype=float)
    weg = [θ]
    for _ in range(n_steps):
        θ = gradient_step(θ, grad_fn(θ), lr)
        weg += [θ]
    return weg
