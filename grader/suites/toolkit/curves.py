"""Loss curves whose diagnosis is beyond doubt, by the names a learner would give them.

Every curve keeps 9 % away from each threshold that decides it, whatever `draw` draws, so right programs agree on
all of them, whichever side of a threshold they count to. Losses are between 1e-6 and 1e12 where they are finite, and
no two neighbours in a second half are equal except in a constant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.suites.toolkit.contract import Told
from grader.suites.toolkit.law import exactly, holds
from grader.suites.toolkit.shapes import (
    INF,
    NAN,
    K,
    N,
    arrived,
    bounce,
    cycle,
    descent,
    late_u_turn,
    levels,
    replaced,
    valley,
    wobbling,
)

Floats = NDArray[np.floating[Any]]

TILT = 0.0015
"""By which share of itself a curve falls besides, over its whole length: one that repeats itself then never rises."""
FINITE = "Every loss of this run is finite: whatever ails it, its arithmetic did not break."


@dataclass(frozen=True)
class Curve:
    """A run that is over, as one would tell it, and the word that names it."""

    says: str
    label: str
    train: Floats
    """Shape (n,), n one of 32, 64 and 128."""
    val: Floats | None = None
    """Shape (n,)."""

    @property
    def given(self) -> dict[str, object]:
        """What a report shows of it."""
        return {"curve": self.says, "train": self.train, "val": self.val}

    @property
    def call(self) -> tuple[list[float], ...]:
        """The arguments of the diagnosis."""
        return tuple(curve.tolist() for curve in (self.train, self.val) if curve is not None)

    @property
    def told(self) -> Told:
        """The question, and the word that is its answer."""
        return Told(self.call, self.label, self.given)

    def redrawn(self, draw: np.random.Generator) -> Curve:
        """Return the run in a drawn unit, tilted by a trifle.

        So no table of answers knows it, and every rule of the diagnosis still holds.
        """
        unit, tilt = float(draw.uniform(0.97, 1.03)), float(draw.uniform(-TILT, -TILT / 2))
        level = np.ptp(self.train) == 0
        moved = unit * (1 + (0.0 if level else tilt) * np.arange(len(self.train)) / len(self.train))
        return replace(self, train=self.train * moved, val=None if self.val is None else self.val * moved)

    def scaled(self, factor: float) -> Curve:
        """Return the same run with its loss in another unit."""
        val = None if self.val is None else factor * self.val
        return replace(self, says=f"{self.says}, times {factor:g}", train=factor * self.train, val=val)

    def backwards(self, label: str) -> Curve:
        """Return the run read from its end to its beginning, under another label."""
        val = None if self.val is None else self.val[::-1].copy()
        return replace(self, says=f"{self.says}, reversed", label=label, train=self.train[::-1].copy(), val=val)


def healthy() -> list[Curve]:
    """Return runs that got better and stayed so."""
    settles = np.where(K < 32, bounce() * 0.95**K, bounce(size=0.001) / 8)
    return _make_curves(
        "healthy",
        {
            "a smooth descent": descent(),
            "a fast geometric descent": 10 * 0.8 ** np.arange(32),
            "a noisy descent": wobbling(descent(), np.random.default_rng(11), 0.03),
            "a bump near the end": replaced(descent(), 55, 0.7),
            "bounces early, then settles": settles,
            "a steep descent with a slight zigzag": bounce(size=0.045) * 0.92**K,
            "arrived long ago": arrived(),
            "just enough progress": np.linspace(3.0, 2.1, N),
            "a setback before the end": levels(3.0, 2.4, 2.85, 2.25),
            "a constant gap": (descent(), descent() + 2),
            "a gap that widens while both fall": (descent(), 0.5 + 4.5 * np.exp(-1.5 * K / N)),
            "val ticks up at the very end": (descent(), replaced(descent() + 0.5, -1, 1.6)),
            "val stands still": (descent(), wobbling(np.where(K < 48, 2.0, 2.0014), np.random.default_rng(3), 0.0002)),
        },
    )


def stalled() -> list[Curve]:
    """Return runs that went nowhere, or slightly backwards."""
    hill = levels(3.0, 4.0, 3.6, 3.1)
    creeping = 3 * np.exp(-0.015 * K / N)
    return _make_curves(
        "stalled",
        {
            "a constant": np.full(32, 3.0),
            "a learning rate far too small": creeping,
            "one percent of noise and no progress": wobbling(np.full(N, 3.0), np.random.default_rng(7), 0.01),
            "a quick zigzag of eight percent": bounce(size=0.04),
            "a mild rise": np.linspace(3.0, 4.3, N),
            "a first drop onto a high plateau": np.where(K < 1, 3.6, 3.0 - 1e-4 * K),
            "progress lost again": levels(3.0, 2.6, 2.4, 3.0),
            "over a hill and back": hill,
            "a wave of eight steps": 3 + 1.7 * np.sin(2 * np.pi * (K + 1) / 8),
            "no progress while val rises": (creeping, np.linspace(1.0, 3.0, N)),
        },
    )


def diverging() -> list[Curve]:
    """Return runs that left the best point they had reached."""
    return _make_curves(
        "diverging",
        {
            "a late U-turn, still below its start": late_u_turn(),
            "a late U-turn while val rises": (late_u_turn(), valley()),
            "slow growth": 1.02**K,
            "the best quarter long ago": levels(4.0, 1.0, 1.8, 1.9),
            "a climb to not quite twice the best": levels(2.0, 1.0, 1.3, 1.67),
            "a growing zigzag": bounce() * 1.05**K,
            "finite up to 1e11": np.geomspace(1.0, 1e11, N),
        },
    )


def oscillating() -> list[Curve]:
    """Return runs that bounced between the walls of their valley."""
    improving = bounce() * 0.97**K
    return _make_curves(
        "oscillating",
        {
            "a bounce of two steps": bounce(32),
            "a bounce of five steps": cycle(1.0, 2.0, 3.0, 2.5, 1.7),
            "a bounce of six steps": cycle(1.0, 2.0, 3.0, 3.4, 2.6, 1.7),
            "a quick zigzag of twelve percent": bounce(size=0.06),
            "falls, then bounces at the bottom": np.where(K < 32, 12 * 0.93**K, bounce(size=0.15)),
            "a bounce while it improves": improving,
            "a slight bounce while it improves fast": bounce(size=0.08) * 0.95**K,
            "a bounce while it improves and val rises": (improving, valley()),
        },
    )


def overfitting() -> list[Curve]:
    """Return runs that got better on the training data alone."""
    left_late = np.where(K < 48, descent() + 1, descent() + 2)
    below_start = np.where(K < 40, 10 * 0.94**K, 2.0 + 0.001 * K)
    return _make_curves(
        "overfitting",
        {
            "the classic U": (descent(), valley()),
            "val rises from the start": (descent(), np.linspace(1.0, 3.0, N)),
            "val best in its second quarter": (descent(), levels(4.0, 1.0, 1.8, 1.9)),
            "val leaves its best late": (descent(), left_late),
            "val worse, and still below its start": (descent(), below_start),
            "arrived on train while val rises": (arrived(), valley()),
            "late progress while val rises": (levels(3.0, 3.0, 2.95, 2.3), valley()),
            "val worse, and still below train": (descent() + 4, valley()),
            "val a quarter worse than its best": (np.linspace(3.0, 2.1, N), levels(1.5, 1.1, 1.0, 1.22)),
        },
    )


def exploding(draw: np.random.Generator) -> list[Curve]:
    """Return runs with a loss that is not finite; where it stands is drawn, too."""
    somewhere = int(draw.integers(1, N - 1))
    return _make_curves(
        "exploding",
        {
            "NaN at the start": replaced(descent(), 0, NAN),
            "NaN on the way": replaced(descent(), somewhere, NAN),
            "NaN at the end": replaced(descent(), -1, NAN),
            "inf at the end": replaced(descent(), -1, INF),
            "inf, then recovery": replaced(descent(), somewhere, INF),
            "minus inf on the way": replaced(descent(), somewhere, -INF),
            "NaN in val only": (descent(), replaced(descent(), somewhere, NAN)),
            "inf in val only": (descent(), replaced(descent(), 3, INF)),
            "NaN in val while train climbs": (late_u_turn(), replaced(descent(), somewhere, NAN)),
            "inf in val while train bounces": (bounce(), replaced(descent(), -1, INF)),
            "minus inf in val while train stands": (levels(3.0, 3.0, 3.0, 3.0), replaced(descent(), 0, -INF)),
        },
    )


def curves(draw: np.random.Generator) -> dict[str, Curve]:
    """Return every curve by its name."""
    all_of_them = [*healthy(), *stalled(), *diverging(), *oscillating(), *overfitting(), *exploding(draw)]
    return {curve.says: curve for curve in all_of_them}


def redrawn(draw: np.random.Generator) -> dict[str, Curve]:
    """Return every curve by its name, each in a drawn unit and tilted by a trifle."""
    return {name: curve.redrawn(draw) for name, curve in curves(draw).items()}


def named(draw: np.random.Generator, *names: str) -> list[Told]:
    """Return the curves of these names, each with its label."""
    by_name = redrawn(draw)
    return [by_name[name].told for name in names]


def whole(draw: np.random.Generator) -> Told:
    """Return a curve whose losses are all finite: any label but `exploding` may name it."""
    curve = redrawn(draw)["a smooth descent"]

    def demand_label(label: object) -> None:
        if not isinstance(label, str):
            exactly(label, curve.label, because=FINITE, given=curve.given)
        wanted = "any word but exploding"
        holds(label != "exploding", because=FINITE, expected=wanted, actual=label, given=curve.given)

    return Told(curve.call, demand_label, curve.given)


def _make_curves(label: str, by_name: Mapping[str, Floats | tuple[Floats, Floats]]) -> list[Curve]:
    """Make the curves of one label from their losses (train, or train and val), by their names."""
    return [
        Curve(says, label, *losses) if isinstance(losses, tuple) else Curve(says, label, losses)
        for says, losses in by_name.items()
    ]
