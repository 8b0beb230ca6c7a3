"""Runs that a monitor watches, and the index at which its alarm must go off; fair like the curves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from grader.suites.toolkit.contract import Told
from grader.suites.toolkit.law import holds, numbers
from grader.suites.toolkit.shapes import INF, NAN

SILENT = -1
TRIFLE = 0.002
"""The share of itself by which a loss may be drawn away from its place."""


@dataclass(frozen=True)
class Watched:
    """A run under watch, as one would tell it."""

    says: str
    losses: tuple[float, ...]
    index: int
    """Where the alarm goes off; -1 if it never does."""
    factor: float = 2.0
    patience: int = 3

    @property
    def call(self) -> tuple[list[float], float, int]:
        """The arguments of the alarm."""
        return list(self.losses), self.factor, self.patience

    @property
    def given(self) -> dict[str, object]:
        """What a report shows of it."""
        return dict(zip(("losses", "factor", "patience"), self.call, strict=True))

    @property
    def told(self) -> Told:
        """The question, and the index that is its answer."""
        return Told(self.call, self.index, self.given)

    @property
    def rings(self) -> Told:
        """The question, and any index as its answer: where the alarm belongs is a law of its own."""
        return Told(self.call, self._demand_alarm, self.given)

    def _demand_alarm(self, answer: object) -> None:
        """Demand any index. Raises LawBroken."""
        index = numbers(answer, given=self.given, shape=())
        holds(index >= 0, expected="an alarm", actual=index, given=self.given)

    def times(self, unit: float) -> Watched:
        """Return the same run with its loss in another unit."""
        return replace(self, losses=tuple(unit * loss for loss in self.losses))


WATCHED = (
    Watched("a gentle descent", (3, 2.9, 2.8, 2.7, 2.6, 2.5, 2.4), SILENT),
    Watched("a steep climb", (1, 3.1, 9.5, 31, 95, 290, 880), 3),
    Watched("a level just below the factor", (4, 2.1, *(3.5 + 0.03 * k for k in range(8))), SILENT),
    Watched("a level just above the factor", (4, 2.1, *(4.7 + 0.1 * k for k in range(8))), 4),
    Watched("a stable descent", tuple(10 * 0.64**k for k in range(20)), SILENT),
    Watched("a descent that wiggles", (5, 4, 3, 3.4, 4.1, 4.9, 2.5, 2.2, 2.6, 1.9, 2.1, 1.8), SILENT),
    Watched("a descent from high up", (1, 100, 1.5, 1.2, 0.9), SILENT),
    Watched("a growing loss", tuple(1.69**k for k in range(12)), 4),
    Watched("slow growth", tuple(1.3**k for k in range(9)), 5),
    Watched("a long slow climb", (1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 2.3, 2.4, 2.5), 11),
    Watched("a late U-turn, still below its start", (10, 6, 3.5, 2, 1.3, 1.6, 2.9, 3.4, 4.5, 5), 8),
    Watched("a bad start that gets no better", (1, 5, 6, 7, 1), 3),
    Watched("two losses too high right at the start", (1, 5, 6, 1.2, 1.1), SILENT),
    Watched("one spike", (5, 4, 3, 30, 2.5, 2, 1.8), SILENT),
    Watched("two spikes of two losses", (5, 4, 3, 30, 29, 2.8, 31, 33, 2.5, 2), SILENT),
    Watched("a spike, and later a climb", (5, 4, 3, 30, 29, 2.8, 12, 13, 14, 2), 8),
    Watched("just long enough, then recovery", (3, 4, 2.1, 7, 8.6, 9.5, 1.5, 1.2), 5),
    Watched("high losses that fall while they are too high", (4, 2.1, 9, 8, 7, 6, 5), 4),
    Watched("huge, finite and healed", (4, 3, 1e11, 2.5, 2), SILENT),
    Watched("huge at the start, and falling", (1e11, 8e10, 3e9, 5, 4, 3), SILENT),
    Watched("huge and finite for good", (4, 3, 3e9, 3e10, 2e11, 9e11), 4),
    Watched("NaN", (5, 4, 3, NAN, 2, 1.9), 3),
    Watched("NaN from the start", (NAN, 1, 1.1), 0),
    Watched("NaN at the very end", (5, 4, 3, NAN), 3),
    Watched("NaN in the middle of a climb", (4, 3, 9, 9.5, NAN, 9, 9.1), 4),
    Watched("inf", (5, 4, 3, INF, 2, 1.9), 3),
    Watched("inf from the start", (INF, 3, 2), 0),
    Watched("inf as the first loss too high", (4, 3, INF, 9, 9.5), 2),
    Watched("inf after the alarm", (3, 4, 9, 9.5, 8, INF), 4),
    Watched("minus inf", (5, 4, -INF, 3, 2), 2),
    Watched("no loss yet", (), SILENT),
    Watched("one loss", (3,), SILENT),
    Watched("whole numbers", (3, 4, 2, 7, 8, 9, 1), 5),
)

ROW_OF_TWO = (3, 2.1, 7, 8.6, 1.9, 1.8)
ROW_OF_FIVE = (3, 2.1, 7, 8.6, 7.5, 9, 8.5, 1.9, 1.8)
STAIRS = (4.3, 2.1, 3.5, 5, 5.3, 5.1, 9.4, 10, 11, 12)
SETTINGS = (
    Watched("patience 1", STAIRS, 3, patience=1),
    Watched("patience 2", STAIRS, 4, patience=2),
    Watched("patience 6", STAIRS, 8, patience=6),
    Watched("patience 8", STAIRS, SILENT, patience=8),
    Watched("more patience than losses", (3, 2, 1), SILENT, patience=99),
    Watched("a row of five, patience 3", ROW_OF_FIVE, 4, patience=3),
    Watched("a row of five, patience 8", ROW_OF_FIVE, SILENT, patience=8),
    Watched("a row of two, patience 1", ROW_OF_TWO, 2, patience=1),
    Watched("factor 4", STAIRS, 8, factor=4.0),
    Watched("factor 1.5", STAIRS, 4, factor=1.5),
    Watched("factor 1.5, patience 1", STAIRS, 2, factor=1.5, patience=1),
    Watched("factor 7", STAIRS, SILENT, factor=7.0),
    Watched("factor 1.2", (4, 3, 4.2, 4.1, 4, 1), 4, factor=1.2),
)


def watched(name: str) -> Watched:
    """Return the run of that name."""
    return next(run for run in (*WATCHED, *SETTINGS) if run.says == name)


def redrawn(draw: np.random.Generator, name: str) -> Watched:
    """Return the run of that name in a drawn unit, each loss moved by a trifle: so no table of answers knows it.

    Everything that decides stays where it is, so a wrong program is wrong with every draw or with none.
    """
    run = watched(name)
    unit = float(draw.uniform(0.97, 1.03))
    moved = unit * (1 + TRIFLE * draw.uniform(-1, 1, len(run.losses)))
    return replace(run, losses=tuple((np.asarray(run.losses, dtype=float) * moved).tolist()))


def runs(draw: np.random.Generator, *names: str) -> list[Told]:
    """Return the runs of these names, each with the index of its alarm."""
    return [redrawn(draw, name).told for name in names]


def loud(draw: np.random.Generator, *names: str) -> list[Told]:
    """Return the runs of these names, each of which raises an alarm somewhere."""
    return [redrawn(draw, name).rings for name in names]


def broken_somewhere(draw: np.random.Generator, loss: float) -> Told:
    """Return a descent with one loss that is not finite, at a drawn index, where the alarm belongs."""
    index = int(draw.integers(1, 9))
    falling = [3 * 0.95**k for k in range(10)]
    return Watched("broken somewhere", (*falling[:index], loss, *falling[index:]), index).told
