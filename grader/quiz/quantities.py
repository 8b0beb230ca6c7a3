"""What the bank's formulas may call: closed forms and short simulations, in plain floats.

Every function takes and returns numbers, text or tuples of them. Where a quantity has both a closed form and
a simulation, the simulation is here, and the questions' `facts` hold the closed form against it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

from grader.quiz import simulation as run
from grader.quiz.bank import Value

Row = tuple[float, ...]


def _take_component(path: tuple[Row, ...], index: float = 0.0) -> Row:
    return tuple(row[int(index)] for row in path)


def first_below(path: Row, level: float) -> float:
    """Return the first index at which the size falls below `level`."""
    return float(next(i for i, x in enumerate(path) if abs(x) < level))


def first_above(path: Row, level: float) -> float:
    """Return the first index at which the size rises above `level`."""
    return float(next(i for i, x in enumerate(path) if abs(x) > level))


def gd_1d(curvature: float, x0: float, lr: float, steps: float) -> Row:
    """Run gradient descent on ½·curvature·x²; return `steps` + 1 positions."""
    return _take_component(run.descend(run.make_bowl_slope((curvature,)), (x0,), lr, int(steps)))


def momentum_1d(curvature: float, x0: float, lr: float, beta: float, steps: float) -> Row:
    """Run heavy-ball momentum on ½·curvature·x²; return `steps` + 1 positions."""
    return _take_component(run.descend(run.make_bowl_slope((curvature,)), (x0,), lr, int(steps), beta))


def nesterov_1d(curvature: float, x0: float, lr: float, beta: float, steps: float) -> Row:
    """Run Nesterov's momentum on ½·curvature·x²; return `steps` + 1 positions."""
    return _take_component(run.descend(run.make_bowl_slope((curvature,)), (x0,), lr, int(steps), beta, ahead=True))


def sam_1d(curvature: float, x0: float, lr: float, rho: float, steps: float) -> Row:
    """Run SAM (Foret et al. 2021) on ½·curvature·x²; return `steps` + 1 positions."""
    path = [float(x0)]
    for _ in range(int(steps)):
        x = path[-1]
        path.append(x - lr * curvature * (x + rho * math.copysign(float(curvature * x != 0), curvature * x)))
    return tuple(path)


def gd_2d(a: float, b: float, x0: float, y0: float, lr: float, steps: float, axis: float = 0.0) -> Row:
    """Return one coordinate of gradient descent on ½(a x² + b y²); a negative curvature makes a saddle."""
    return _take_component(run.descend(run.make_bowl_slope((a, b)), (x0, y0), lr, int(steps)), axis)


def saddle_end(x0: float, y0: float, lr: float, steps: float) -> str:
    """Tell where gradient descent on x² − y² stands after `steps`: at the saddle, or gone along y."""
    x, y = run.descend(run.make_bowl_slope((2, -2)), (x0, y0), lr, int(steps))[-1]
    return "escapes" if abs(y) > 1 else "stays at the saddle" if abs(x) + abs(y) < 1e-6 else "on its way"


def noisy_run(lr: float, steps: float) -> Row:
    """Run SGD on ½x² from 0 with unit noise, always the same noise."""
    return run.run_noisy_sgd(lr, int(steps))


def flat(path: Row) -> Row:
    """Return a path without its start."""
    return path[1:]


def bump_end(height: float, x0: float, lr: float, beta: float, steps: float) -> float:
    """Return the position of a run on the bowl with bumps after `steps`."""
    return run.descend(run.make_bumpy_slope(height), (x0,), lr, int(steps), beta)[-1][0]


def bump_fate(height: float, x0: float, lr: float, beta: float) -> str:
    """Tell whether a run on the bowl with bumps reaches the bottom at 0, stops in a dip or keeps moving."""
    last, later = (bump_end(height, x0, lr, beta, steps) for steps in (2000, 2100))
    if abs(last - later) > 1e-6:
        return "keeps moving"
    return "reaches the bottom" if abs(last) < 1e-3 else "stops in a dip"


def tuned_heavy_ball_steps(kappa: float, error: float) -> float:
    """Count the steps after which tuned heavy ball, simulated from (1, 1), stays within a share of its error."""
    root = math.sqrt(kappa)
    lr, beta = (2 * root / (root + 1)) ** 2, ((root - 1) / (root + 1)) ** 2
    path = run.descend(run.make_bowl_slope((1.0, 1 / kappa)), (1.0, 1.0), lr, int(20 * root), beta)
    return float(max(k for k, (x, y) in enumerate(path) if math.hypot(x, y) > error * math.sqrt(2)) + 1)


def planned_rate(place: float, end: float, ramp: float, top: float) -> float:
    """Return the rate at a time of a run: a line up to `top` as long as `ramp`, then half a wave down to 0."""
    if place < ramp:
        return top * (place / ramp)
    left = max(0.0, (end - place) / (end - ramp))
    return top * math.sin(math.pi * left / 2) ** 2


def schedule_curve(warmup: float) -> Row:
    """Return a schedule with peak 1 at 61 times of the run; `warmup` is its share of the run."""
    return tuple(planned_rate(i / 60, 1.0, warmup, 1.0) for i in range(61))


def steps_to(factor: float, error: float) -> float:
    """Count the steps after which factor^n is at most `error`."""
    n = 0
    size = 1.0
    while size > error:
        size *= factor
        n += 1
    return float(n)


def velocity(beta: float, gradients: Row) -> Row:
    """Return velocities v' = βv + g from rest, one for each gradient."""
    return run.compute_velocities(beta, gradients)


def average(beta: float, gradients: Row) -> Row:
    """Return the exponential moving average from zero, one value for each gradient; not corrected."""
    return tuple((1 - beta) * v for v in run.compute_velocities(beta, gradients))


def constant(g: float, steps: float) -> Row:
    """Return the same gradient `steps` times."""
    return (float(g),) * int(steps)


def alternating(g: float, steps: float) -> Row:
    """Return +g, −g, +g, … in turn."""
    return tuple(g if k % 2 == 0 else -g for k in range(int(steps)))


def adam_steps(gradients: Row, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8, form: str = "adam") -> Row:
    """Return Adam's displacements in units of lr; `form` as in `simulation.compute_adam_steps`."""
    return run.compute_adam_steps(gradients, beta1, beta2, eps, form)


def adam_1d(curvature: float, x0: float, lr: float, steps: float, beta1: float = 0.9, beta2: float = 0.999) -> Row:
    """Run Adam on ½·curvature·x²; return `steps` + 1 positions."""
    return run.run_adam(lambda x: curvature * x, x0, lr, int(steps), beta1, beta2)


def pace_at(path: Row, level: float, lr: float) -> float:
    """Return the length, in units of lr, of the step that first reaches `level` from above."""
    k = next(k for k, x in enumerate(path) if x <= level)
    return (path[k - 1] - path[k]) / lr


def spike_every(period: float, g: float, spikes: float) -> Row:
    """Return gradients that are zero, but g at the end of every `period` steps."""
    return ((0.0,) * (int(period) - 1) + (float(g),)) * int(spikes)


def spiked(g: float, spike: float, before: float, after: float) -> Row:
    """Return a steady gradient g with one gradient of size `spike` after `before` steps, and `after` − 1 more."""
    return (float(g),) * int(before) + (float(spike),) + (float(g),) * (int(after) - 1)


def jump(g: float, factor: float, before: float, after: float) -> Row:
    """Return a steady gradient that grows by `factor` after `before` steps."""
    return (float(g),) * int(before) + (g * factor,) * int(after)


def decayed_rest(g: float, wd: float, coupled: bool, lr: float = 0.01, steps: float = 6000) -> float:
    """Simulate where a weight rests under a constant gradient with weight decay."""
    return run.run_adam_decay(g, wd, coupled, lr, int(steps))


def newton_quartic(x: float) -> float:
    """Take one Newton step on x⁴."""
    return x - 4 * x**3 / (12 * x**2)


def newton_cubic(x: float, steps: float) -> Row:
    """Return the positions of Newton's method on x³ − 3x."""
    return run.run_newton(lambda x: 3 * x * x - 3, lambda x: 6 * x, x, int(steps))


def p_all_positive(dimension: float, samples: float = 20000) -> float:
    """Estimate the share of random symmetric Gaussian (GOE) matrices whose eigenvalues are all positive."""
    return run.estimate_share_positive_definite(int(dimension), int(samples))


def settled_variance(lr: float, curvature: float = 1.0, noise: float = 1.0) -> float:
    """Compute the stationary variance of x' = x − lr(curvature·x + noise·z) by iterating the variance itself."""
    variance = 0.0
    for _ in range(20000):
        variance = (1 - lr * curvature) ** 2 * variance + (lr * noise) ** 2
    return variance


def heavy_ball_steps(kappa: float, error: float) -> float:
    """Count the steps that optimally tuned heavy ball needs, by its rate (√κ−1)/(√κ+1) (Polyak 1964)."""
    return steps_to((math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1), error)


def gd_steps(kappa: float, error: float) -> float:
    """Count the steps that gradient descent needs with its best lr, by its rate (κ−1)/(κ+1)."""
    return steps_to((kappa - 1) / (kappa + 1), error)


def contraction(curvatures: Row, lr: float) -> float:
    """Return the slowest direction's factor per step."""
    return max(abs(1 - lr * curvature) for curvature in curvatures)


def best_lr(curvatures: Row) -> float:
    """Find the fixed lr with the least contraction factor, by search (no formula)."""
    return run.minimise(lambda lr: contraction(curvatures, lr), 0.0, 2 / max(curvatures))


@cache
def edge_lr(curvature: float) -> float:
    """Find the largest lr at which gradient descent on that curvature does not grow, by bisection."""
    return run.find_edge(lambda lr: abs(gd_1d(curvature, 1.0, lr, 400)[-1]) <= 1.0)


def within(limit: float, beta: float) -> float:
    """Return the first t from which 1 − βᵗ stays above `limit`."""
    t = 1
    while 1 - beta**t <= limit:
        t += 1
    return float(t)


def half_life(beta: float) -> float:
    """Return the number of steps after which a memory βᵗ is down to one half."""
    return math.log(0.5) / math.log(beta)


def relu_power(variance_times_n: float, layers: float) -> float:
    """Compute the mean square of the signal after ReLU layers, by the recursion q' = n·var·q/2 (He et al. 2015)."""
    q = 1.0
    for _ in range(int(layers)):
        q *= variance_times_n / 2
    return q


def powers(factor: float, layers: float) -> Row:
    """Return the powers 1, factor, factor², … of a factor."""
    return tuple(float(factor) ** k for k in range(int(layers) + 1))


def bowl_profile(curvature: float, reach: float) -> Row:
    """Return ½·curvature·x² at 41 points from −reach to reach."""
    return tuple(curvature * (reach * (i / 20 - 1)) ** 2 / 2 for i in range(41))


def overfit_gap() -> float:
    """Return how far the drawn validation loss ends above its least value."""
    val = tuple(0.25 + 0.75 * math.exp(-5 * i / 40) + 0.35 * (i / 40) ** 2 for i in range(41))
    return val[-1] - min(val)


def product_profile() -> Row:
    """Return (w·w − 1)² at 41 points from w = −1 to 1."""
    return tuple(((i / 20 - 1) ** 2 - 1) ** 2 for i in range(41))


def slope_profile(power: float) -> Row:
    """Return the slope of 0.1·|θ|^power at 21 points from 0 to 1."""
    return tuple(0.1 * power * (i / 20) ** (power - 1) for i in range(21))


def fate(curvature: float, lr: float, beta: float = 0.0) -> str:
    """Classify a run on one curvature by a word, as `simulation.classify_run` does."""
    return run.classify_run(curvature, lr, beta)


def nesterov_fate(curvature: float, lr: float, beta: float) -> str:
    """Classify a run with Nesterov's momentum, in the words of `fate`."""
    return run.classify_run(curvature, lr, beta, ahead=True)


def early_stop(losses: Row, patience: float, min_delta: float = 0.0, form: str = "right") -> Row:
    """Return the indexes of the stop and the best of a run with patience; `form` as in `simulation.stop_early`."""
    stop, best = run.stop_early(losses, int(patience), min_delta, form)
    return float(stop), float(best)


def plateau_rates(
    losses: Row,
    lr: float,
    factor: float,
    patience: float,
    min_delta: float = 0.0,
    floor: float = 0.0,
    form: str = "right",
) -> Row:
    """Return the rate after each loss where it is cut on plateaus; `form` as in `simulation.compute_plateau_rates`."""
    return tuple(run.compute_plateau_rates(losses, lr, factor, int(patience), min_delta, floor, form))


def near(a: Value, b: Value, relative: float = 0.01) -> bool:
    """Tell whether two numbers, or rows of them, agree."""
    left = a if isinstance(a, tuple) else (a,)
    right = b if isinstance(b, tuple) else (b,)
    return len(left) == len(right) and all(
        math.isclose(float(x), float(y), rel_tol=relative, abs_tol=1e-12)  # type: ignore[arg-type]
        for x, y in zip(left, right, strict=True)
    )


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "tanh": math.tanh,
    "log": math.log,
    "abs": abs,
    "max": max,
    "min": min,
    "round": lambda x, digits=0.0: float(round(x, int(digits))),
    "ceil": lambda x: float(math.ceil(x)),
    "sum": lambda row: float(sum(row)),
    "mean": lambda row: float(sum(row) / len(row)),
    "last": lambda row: row[-1],
    "size": lambda row: math.sqrt(sum(x * x for x in row)),
    "rms": lambda row: math.sqrt(sum(x * x for x in row) / len(row)),
    "noise_rms_step": run.measure_noise_rms_step,
    "noise_floor": settled_variance,
    "gd_nonlinear": run.descend_power,
    **{
        f.__name__: f
        for f in (
            first_below, first_above, gd_1d, momentum_1d, sam_1d, gd_2d, saddle_end, noisy_run, flat,
            steps_to, velocity, average, constant, alternating, adam_steps, spike_every, jump,
            spiked, adam_1d, pace_at, bump_end, bump_fate, tuned_heavy_ball_steps, planned_rate, schedule_curve,
            decayed_rest, newton_quartic, newton_cubic, p_all_positive,
            heavy_ball_steps, gd_steps, contraction, best_lr, edge_lr, within, half_life, plateau_rates,
            relu_power, powers, bowl_profile, overfit_gap, product_profile, slope_profile, fate, early_stop, near,
            nesterov_1d, nesterov_fate,
        )
    },
}  # fmt: skip
"""By name, as question files call them."""
