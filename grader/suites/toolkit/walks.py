"""One step of a run of the Adam family, and where it must lead (Loshchilov & Hutter 2019, Algorithm 2).

The memories of both forms obey the same laws once one says what they have *felt*: the bare slope where
the decay is decoupled, slope plus pull where it is coupled. A walk is told what was felt and works out
the gradient to hand over, so a law is written once and asked of both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.suites.toolkit.law import law, parts
from grader.suites.toolkit.states import adam_state, ema, weighted_mean

Floats = NDArray[np.float64]

EPS = 1e-8
TRIPLE = ("theta'", "m'", "v'")


@dataclass(frozen=True)
class Walk:
    """Step number len(felt) of a run whose memories have felt `felt`."""

    theta: Floats
    """Where the step starts; any shape."""
    felt: Floats
    """What the memories have seen, the present step last; shape (t, *theta.shape)."""
    lr: float = 0.3
    beta1: float = 0.9
    beta2: float = 0.98
    decay: float = 0.0
    coupled: bool = False
    """Whether the pull decay · theta is a part of what is felt."""

    @property
    def grad(self) -> Floats:
        """The gradient that makes the memories feel the last of `felt`."""
        return np.asarray(self.felt[-1] - self.decay * self.theta if self.coupled else self.felt[-1])

    @property
    def arguments(self) -> tuple[Any, ...]:
        """All ten arguments of the step, in the stub's order."""
        before = adam_state(self.felt[:-1], self.beta1, self.beta2)
        past = (np.asarray(self.theta), before.m, before.v, self.grad, len(self.felt))
        return (*past, self.lr, self.beta1, self.beta2, EPS, self.decay)

    @property
    def stride(self) -> Floats:
        """Adam's own move: lr times the weighted mean of what was felt over its root mean square."""
        mean, square = weighted_mean(self.felt, self.beta1), weighted_mean(self.felt**2, self.beta2)
        return np.asarray(self.lr * mean / np.sqrt(square))

    @property
    def goal(self) -> Floats:
        """Where the step must lead."""
        faded = self.theta if self.coupled else (1.0 - self.lr * self.decay) * self.theta
        return np.asarray(faded - self.stride)

    def taken(self, step: Callable[..., Any], because: str) -> list[Any]:
        """The student's (theta', m', v')."""
        return parts(step(*self.arguments), TRIPLE, because=because)

    def leads_to(self, place: object, goal: object, because: str) -> None:
        """Demand a place after the step; the step must be right, not only the place it starts from."""
        law(place, goal, because=because, terms=(self.theta,), slack=1e-5 * self.lr)  # type: ignore[arg-type]

    def remembers(self, m: object, v: object, because: str) -> None:
        """Demand raw memories of all that was felt and of nothing else."""
        first, second = ema(self.felt, self.beta1), ema(self.felt**2, self.beta2)
        before, present = ema(self.felt[:-1], self.beta1), (1.0 - self.beta1) * self.felt[-1]
        pull = (1.0 - self.beta1) * self.decay * self.theta if self.coupled else 0.0
        law(m, first, because=because, terms=(before, present, pull))
        law(v, second, because=because)
