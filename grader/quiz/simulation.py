"""Small runs of the optimizers the quiz speaks of, in plain floats: what the bank's numbers rest on."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

Row = tuple[float, ...]
Slope = Callable[[Row], Row]


def make_bowl_slope(curvatures: Sequence[float]) -> Slope:
    """Make the gradient of ½ Σ aᵢ xᵢ²; a negative curvature bends that direction down."""
    return lambda position: tuple(a * x for a, x in zip(curvatures, position, strict=True))


def make_bumpy_slope(height: float) -> Slope:
    """Make the gradient of ½x² + height·(1 − cos 4x), a bowl with small bumps."""
    return lambda position: (position[0] + 4 * height * math.sin(4 * position[0]),)


def descend(
    slope: Slope, start: Row, lr: float, steps: int, beta: float = 0.0, *, ahead: bool = False
) -> tuple[Row, ...]:
    """Run gradient descent, with heavy-ball momentum where β > 0 (v' = βv + g, θ' = θ − lr·v'); return its path.

    With `ahead` the slope is felt where the speed alone would lead (Nesterov 1983): at θ − lr·β·v.

    Positions beyond 1e150 are kept there, so that a diverging run stays drawable.
    """
    position, speed = start, (0.0,) * len(start)
    path = [position]
    for _ in range(steps):
        felt = tuple(x - lr * beta * v for x, v in zip(position, speed, strict=True)) if ahead else position
        speed = tuple(beta * v + g for v, g in zip(speed, slope(felt), strict=True))
        position = tuple(max(-1e150, min(1e150, x - lr * v)) for x, v in zip(position, speed, strict=True))
        path.append(position)
    return tuple(path)


def descend_power(power: float, x0: float, lr: float, steps: float) -> Row:
    """Run gradient descent on x^power / power."""
    x, path = x0, [x0]
    for _ in range(int(steps)):
        x -= lr * x ** int(power - 1)
        path.append(x)
    return tuple(path)


def compute_velocities(beta: float, gradients: Sequence[float]) -> Row:
    """Compute v' = βv + g from rest, one velocity for each gradient."""
    v, seen = 0.0, []
    for g in gradients:
        v = beta * v + g
        seen.append(v)
    return tuple(seen)


def compute_adam_steps(gradients: Sequence[float], beta1: float, beta2: float, eps: float, form: str = "adam") -> Row:
    """Compute Adam's displacements / lr (Kingma & Ba 2015, Algorithm 1), with the sign that +g gives +.

    `form`: `adam`, or a wrong turn: `uncorrected`, `no_power` (1 − β for 1 − βᵗ), `only_m`, `only_v`,
    `no_root` (divides by v).
    """
    m = v = 0.0
    steps = []
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat = m / _compute_divisor(beta1, t, form, "only_v")
        v_hat = v / _compute_divisor(beta2, t, form, "only_m")
        scale = v_hat if form == "no_root" else math.sqrt(v_hat)
        steps.append(m_hat / (scale + eps) if scale + eps else 0.0)
    return tuple(steps)


def _compute_divisor(beta: float, t: int, form: str, spared_by: str) -> float:
    if form in ("uncorrected", spared_by):
        return 1.0
    return 1 - beta if form == "no_power" else 1 - beta**t


def run_adam_decay(g: float, wd: float, coupled: bool, lr: float, steps: int) -> float:
    """Run Adam+L2 (coupled) or AdamW under one constant gradient; return the weight after `steps`."""
    theta = m = v = 0.0
    for t in range(1, steps + 1):
        felt = g + wd * theta if coupled else g
        m = 0.9 * m + 0.1 * felt
        v = 0.999 * v + 0.001 * felt * felt
        step = (m / (1 - 0.9**t)) / (math.sqrt(v / (1 - 0.999**t)) + 1e-8)
        theta -= lr * step + (0.0 if coupled else lr * wd * theta)
    return theta


def run_adam(slope: Callable[[float], float], x: float, lr: float, steps: int, beta1: float, beta2: float) -> Row:
    """Run Adam on a loss of one parameter, with the slope taken anew at each position."""
    m = v = 0.0
    path = [x]
    for t in range(1, steps + 1):
        g = slope(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        x -= lr * (m / (1 - beta1**t)) / (math.sqrt(v / (1 - beta2**t)) + 1e-8)
        path.append(x)
    return tuple(path)


def run_newton(slope: Callable[[float], float], bend: Callable[[float], float], x: float, steps: int) -> Row:
    """Run Newton's method, x' = x − f'(x)/f''(x); return its path."""
    path = [x]
    for _ in range(steps):
        x -= slope(x) / bend(x)
        path.append(x)
    return tuple(path)


@cache
def measure_noise_rms_step(beta1: float = 0.9, beta2: float = 0.999, steps: float = 20000) -> float:
    """Measure the root mean square of Adam's step / lr under independent standard normal gradients."""
    draw = random.Random(1)
    steps_taken = compute_adam_steps([draw.gauss(0, 1) for _ in range(int(steps))], beta1, beta2, 1e-8)
    late = steps_taken[len(steps_taken) // 2 :]
    return math.sqrt(sum(s * s for s in late) / len(late))


def run_noisy_sgd(lr: float, steps: int) -> Row:
    """Run SGD on ½x² from 0 with standard normal noise in the gradient, the same noise at every call."""
    draw, x, path = random.Random(7), 0.0, [0.0]
    for _ in range(steps):
        x -= lr * (x + draw.gauss(0, 1))
        path.append(x)
    return tuple(path)


@cache
def estimate_share_positive_definite(dimension: int, samples: int) -> float:
    """Estimate the share of random symmetric matrices (A + Aᵀ)/2, A Gaussian, with positive eigenvalues only."""
    import numpy as np

    draw = np.random.default_rng(4).standard_normal((samples, dimension, dimension))
    least = np.linalg.eigvalsh((draw + draw.transpose(0, 2, 1)) / 2)[:, 0]
    return float((least > 0).mean())


def classify_run(curvature: float, lr: float, beta: float, *, ahead: bool = False) -> str:
    """Classify 60 steps of a run from 1 on ½·curvature·x²: diverges, bounces, crawls, zigzags in or glides in."""
    path = [row[0] for row in descend(make_bowl_slope((curvature,)), (1.0,), lr, 60, beta, ahead=ahead)]
    if abs(path[-1]) > 2:
        return "diverges"
    if abs(path[-1]) > 0.5:
        turns = sum(a * b < 0 for a, b in pairwise(path))
        return "bounces" if turns > 30 else "crawls"
    turns = sum(a * b < 0 for a, b in pairwise(path[:21]))
    return "zigzags in" if turns >= 3 else "glides in"


def minimise(cost: Callable[[float], float], low: float, high: float) -> float:
    """Find where a function with one valley is least, by thirds."""
    for _ in range(200):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, right) if cost(left) < cost(right) else (left, high)
    return (low + high) / 2


def find_edge(holds: Callable[[float], bool]) -> float:
    """Find the largest positive number for which something holds that holds for all smaller ones, by bisection."""
    low, high = 0.0, 1.0
    while holds(high):
        high *= 2
    # Until no number lies between the two.
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def stop_early(losses: Sequence[float], patience: int, min_delta: float, form: str) -> tuple[int, int]:
    """Run early stopping with patience; return the index of the stop and that of the best loss.

    `form`: `right`, or a wrong turn: `no_reset` (the count never starts again), `previous` (held against the loss
    before), `tie` (a repeat is better), `creep` (small gains move the bar).
    """
    record, best, count = losses[0], 0, 0
    for index, loss in enumerate(losses):
        bar = losses[index - 1] if form == "previous" else record
        if not index or loss < bar - min_delta or (form == "tie" and loss == bar):
            record, best, count = loss, index, count if form == "no_reset" else 0
        else:
            count += 1
        if form == "creep":
            record = min(record, loss)
        if count == patience:
            return index, best
    return len(losses) - 1, best


def compute_plateau_rates(
    losses: Sequence[float], lr: float, factor: float, patience: int, min_delta: float, floor: float, form: str
) -> list[float]:
    """Compute the rate after each loss of a run whose rate is cut on plateaus.

    `form`: `right`, or a wrong turn: `no_reset` (the count goes on after a cut), `no_recover` (no better loss clears
    it), `tie` (a repeat is better), `original` (each cut made from the first rate).
    """
    best, count, rate, rates = losses[0], 0, lr, [lr]
    for loss in losses[1:]:
        count += 1
        if loss < best - min_delta or (form == "tie" and loss == best):
            best, count = loss, count - 1 if form == "no_recover" else 0
        if count >= patience:
            rate = max((lr if form == "original" else rate) * factor, floor)
            count = count if form == "no_reset" else 0
        rates.append(rate)
    return rates
