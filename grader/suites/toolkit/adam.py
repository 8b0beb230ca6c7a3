"""Adam's formulas, and the arguments of its functions after any gradients (Kingma & Ba 2015, Algorithm 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.suites.toolkit.contract import Contract
from grader.suites.toolkit.law import holds, numbers
from grader.suites.toolkit.states import adam_state, decimal, gradients, whole

Floats = NDArray[np.float64]
Arguments = tuple[Any, ...]

EPS = 1e-8
PLACE = ("theta'",)
MEMORIES = ("m'", "v'")
ENTRIES = "Each entry is a parameter of its own, whatever shape and kind they come in."
STATE = "The state is in the arguments. Another run, or a step tried twice, must not meet what this one left."
"""What breaking two laws does to a run of any step of this kind."""


def averaged(m: Floats, v: Floats, grad: Floats, beta1: float, beta2: float) -> tuple[Floats, Floats]:
    """Return both memories after one more gradient."""
    return beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2


def stepped(
    theta: Floats, m: Floats, v: Floats, grad: Floats, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Floats, Floats, Floats]:
    """Return theta and both memories after Adam's step, with eps beside the root."""
    m, v = averaged(m, v, grad, beta1, beta2)
    mean, square = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - lr * mean / (np.sqrt(square) + eps), m, v


def remembered(seen: ArrayLike, beta1: float, beta2: float) -> Arguments:
    """Return the arguments of `ema_moments` at the last of these gradients."""
    slopes = np.asarray(seen, dtype=np.float64)
    before = adam_state(slopes[:-1], beta1, beta2)
    return before.m, before.v, slopes[-1], beta1, beta2


def history(draw: np.random.Generator, steps: int, beta1: float, beta2: float) -> Arguments:
    """Return the arguments of `ema_moments` after some drawn gradients."""
    return remembered(gradients(draw, steps), beta1, beta2)


def step_after(seen: ArrayLike, theta: ArrayLike, lr: float, beta1: float, beta2: float) -> Arguments:
    """Return the arguments of `adam_step` at the last of these gradients."""
    m, v, grad, *betas = remembered(seen, beta1, beta2)
    return theta, m, v, grad, len(np.asarray(seen)), lr, *betas, EPS


def decoupled(
    seen: ArrayLike, theta: ArrayLike, lr: float = 0.3, beta1: float = 0.9, beta2: float = 0.98, decay: float = 0.0
) -> Arguments:
    """Return the arguments of `adamw_step` at the last of these gradients (Loshchilov & Hutter 2019, Algorithm 2)."""
    return *step_after(seen, np.asarray(theta), lr, beta1, beta2), decay


def coupled(
    felt: ArrayLike, theta: ArrayLike, lr: float = 0.3, beta1: float = 0.9, beta2: float = 0.98, decay: float = 0.0
) -> Arguments:
    """Return the arguments of `adam_l2_step` where `felt` are the sums of gradient and pull, the last one now."""
    start, m, v, both, *rest = decoupled(felt, theta, lr, beta1, beta2, decay)
    return start, m, v, both - decay * start, *rest


def stepped_decoupled(
    theta: Floats, m: Floats, v: Floats, grad: Floats, t: int, lr: float, *rest: float
) -> tuple[Floats, Floats, Floats]:
    """Return what `adamw_step` gives: Adam's step, less a share of the weight as it was before."""
    moved, *memories = stepped(theta, m, v, grad, t, lr, *rest[:3])
    return moved - lr * rest[3] * theta, memories[0], memories[1]


def stepped_coupled(
    theta: Floats, m: Floats, v: Floats, grad: Floats, t: int, lr: float, *rest: float
) -> tuple[Floats, Floats, Floats]:
    """Return what `adam_l2_step` gives: Adam's step on the gradient plus decay times theta."""
    return stepped(theta, m, v, grad + rest[3] * theta, t, lr, *rest[:3])


def whole_state(draw: np.random.Generator) -> tuple[NDArray[np.int64], ...]:
    """Return m, v and a slope in whole numbers: memories of one even slope at beta1 = 0.5 and beta2 = 0.75."""
    half = 2 * whole(draw, 1, 2, (2, 2)) + 1
    return half, half**2, 2 * whole(draw, 3, 6, (2, 2))[::-1]


def faint(draw: np.random.Generator) -> Floats:
    """Return one gradient so small that eps shows, wherever it stands; shape (1, 2)."""
    return np.array([[1e-7, -1e-7]]) * decimal(draw, 1, 1.5)


def elsewhere(theta: Floats, m: Floats, v: Floats, grad: Floats, *rest: Any) -> Iterator[Arguments]:
    """Yield the arguments of a call whose answer must differ in every entry.

    The first coordinate starts elsewhere under the same gradients, the others at the same point under opposite ones.
    """
    first, turn = _make_first_and_signs(theta)
    yield theta + first, turn * m, v, turn * grad, *rest


def elsewhere_coupled(theta: Floats, m: Floats, v: Floats, grad: Floats, *rest: Any) -> Iterator[Arguments]:
    """Yield the arguments of such a call for `adam_l2_step`, where the sums of gradient and pull are the same."""
    first, turn = _make_first_and_signs(theta)
    decay = rest[5]
    yield theta + first, turn * m, v, turn * (grad + decay * theta) - decay * (theta + first), *rest


def _make_first_and_signs(theta: Floats) -> tuple[Floats, Floats]:
    """Return 1 for the first coordinate and 0 for the others, and a sign for each: plus for the first, else minus."""
    first = np.arange(len(theta)) == 0
    return first.astype(float), np.where(first, 1.0, -1.0)


def step_contract(function: str, call: Callable[[np.random.Generator], Arguments], **more: Any) -> Contract:
    """Return the contract of a step of Adam's kind: theta, m, v and grad come first, then t and lr."""
    return Contract(
        function,
        call=call,
        gives=(*PLACE, *MEMORIES),
        arrays=4,
        terms=lambda theta, m, v, grad, *_: {"theta'": (theta,), "m'": (m, grad), "v'": (v, grad**2)},
        slack=lambda *arguments: 1e-5 * arguments[5],
        **({"right": stepped, "others": elsewhere} | more),
    )


def _make_waking_call(seen: Floats, lr: float) -> Arguments:
    return step_after(seen, np.zeros(2), lr, 0.9, 0.999)[:-1]


def eps_rules(
    contract: Contract,
    points: float | None = None,
    more: Arguments = (),
    call: Callable[[Floats, float], Arguments] = _make_waking_call,
) -> Callable[..., None]:
    """Make the check on eps, with one gradient that is larger than the one eps and smaller than the other.

    `call` gives the arguments before eps, from the gradients so far and a learning rate; `more` follows eps.
    """

    def check(student: Any, draw: np.random.Generator) -> None:
        seen = faint(draw)
        before = call(seen, decimal(draw, 0.2, 0.4))
        fine, coarse = (numbers(contract.ask(student, *before, eps, *more)[0], shape=(2,)) for eps in (EPS, 1e-2))
        downhill = (fine * seen < 0).all() and (coarse * seen < 0).all()
        holds(downhill, expected="steps against the slope", actual=[fine, coarse])
        # So it is wherever eps stands: beside the root, beside the raw root, or below it.
        fades = (np.abs(coarse) < 0.02 * np.abs(fine)).all()
        holds(fades, expected="a step 50 times shorter with eps = 1e-2", actual=[fine, coarse])

    check.__doc__ = EPS_RULES
    return contract.law(points)(check)


EPS_RULES = """Of a slope of 1e-7 an eps of 1e-8 leaves a step to be seen, and one of 1e-2 next to nothing.

Below eps a slope counts as noise, and eps is the caller's choice. Replaced or left out, a run divides noise by noise
and walks as boldly as on a real slope.
"""
