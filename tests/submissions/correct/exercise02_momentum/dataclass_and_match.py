from __future__ import annotations
from dataclasses import astuple, dataclass, field
import numpy as np


@dataclass
class State:
    theta: np.ndarray
    v: np.ndarray
    trace: list = field(default_factory=list, repr=False)

    def push(self, grad: np.ndarray, lr: float, beta: float) -> State:
        v = beta * self.v + grad
        return State(self.theta - lr * v, v)


def momentum_step(theta, v, grad, lr, beta):
    s = State(np.asarray(theta), np.asarray(v)).push(np.asarray(grad), lr, beta)
    match astuple(s):
        case (new_theta, new_v, _):
            return new_theta, new_v


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta0 = np.asarray(theta0, dtype=float)
    s = State(theta0, np.zeros_like(theta0))
    path = [s.theta]
    for _ in range(n_steps):
        s = s.push(np.asarray(grad_fn(s.theta)), lr, beta)
        path.append(s.theta)
    return tuple(path)
