# -*- coding: latin-1 -*-
# Übung 1: Schritt entlang des Gefälles (größte Steigung, aber rückwärts)
import numpy as np


def gradient_step(theta, grad, lr):
    # Länge des Schritts = Lernrate × Steigung
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    pfad = [np.asarray(theta0, dtype=float)]
    for _ in range(n_steps):
        pfad.append(gradient_step(pfad[-1], grad_fn(pfad[-1]), lr))
    return np.array(pfad)
