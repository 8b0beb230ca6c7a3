"""The contract of a function that returns the path of a run, and the laws that every such path obeys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.suites.toolkit.contract import Check, Contract
from grader.suites.toolkit.law import differs, holds, law, numbers
from grader.suites.toolkit.paths import follows, heavy_ball, walk
from grader.suites.toolkit.slopes import Slope, bowl, parabola
from grader.suites.toolkit.states import decimal, place

Floats = NDArray[np.float64]

VALLEY = np.array([[2.0, 1.0], [1.0, 3.0]])
"""A Hessian that runs across the axes."""
STIFFEST = (5 + np.sqrt(5)) / 2
"""Its largest curvature: no learning rate above 2/STIFFEST converges there."""

COUNTS = "A path of n steps has n + 1 rows, and row 0 is the start; without a step it is the start alone."
OFF_BY_ONE = (
    "The first place on a path is {}, the last where the last step ended. With a row too few or too many, every later "
    "row is read one step off."
)
RESTS = "Started at the minimum, or with lr = 0 anywhere, every row is the start."
KEEPS = "Five steps on a slope visit six different places, and the earlier rows still show the earlier ones."

PAST = (
    "The path is the memory of a run. If rows share one place that keeps moving, the whole history shows the final "
    "point and nobody can tell how you got there."
)
EVERY_START = "Each row has the shape of the start. A number gives a plain vector."


@dataclass(frozen=True, slots=True)
class Descent(Contract):
    """The contract of a function `f(grad_fn, theta0, lr, *more, n_steps)` that walks downhill from rest."""

    more: tuple[float, ...] = ()
    """Its further numbers in the calls that are made here: beta, where the walk remembers."""
    still: str = ""
    """What is wrong with a walk that does not move."""

    def path(self, student: Any, ground: Slope, start: ArrayLike, lr: float, *more: float) -> Floats:
        """Return the rows of a walk, however many came back: their number has a law of its own. Raises LawBroken."""
        return walk(getattr(student, self.function)(ground, start, lr, *more), start, int(more[-1]))

    def counts_its_rows(self, first: str, points: float | None = None) -> Check:
        """Make the check on n + 1 rows that begin at the start; `first` says what the first row is."""

        def check(student: Any, draw: Any) -> None:
            for n_steps in (3, 0, 1, 2, 9):
                start = np.array([decimal(draw, 4, 9), -decimal(draw, 0.5, 1)])
                answer = getattr(student, self.function)(parabola(1.0), start, 0.4, *self.more, n_steps)
                rows = numbers(answer, shape=(n_steps + 1, 2), expected=f"{n_steps + 1} rows")
                law(rows[0], start)
                if n_steps:
                    differs(rows, np.tile(start, (n_steps + 1, 1)), because=self.still)

        return self.as_law(check, COUNTS, OFF_BY_ONE.format(first), points)

    def rests_at_the_minimum(self, because: str, points: float | None = None) -> Check:
        """Make the check on runs without slope or without lr."""

        def check(student: Any, draw: Any) -> None:
            center = place(draw, (2,))
            valley, away = bowl(VALLEY, center), center + 1.37
            for ground, start, lr in ((parabola(2.0), np.zeros(2), 0.3), (valley, center, 0.3), (valley, away, 0.0)):
                path = self.path(student, ground, start, lr, *self.more, 6)
                law(path, np.tile(start, (len(path), 1)))
            path = self.path(student, valley, away, 0.3, *self.more, 6)
            differs(path, np.tile(away, (len(path), 1)), because=self.still)

        return self.as_law(check, RESTS, because, points)

    def keeps_its_past(self, because: str = PAST, points: float | None = None) -> Check:
        """Make the check on rows that are places of their own."""

        def check(student: Any, draw: Any) -> None:
            for start in (place(draw, (2,)) + np.array([3.0, -3.0]), np.array(decimal(draw, 3, 5))):
                path = self.path(student, parabola(1.0), start, 0.25, *self.more, 5)
                moved = np.abs(np.diff(path, axis=0)).reshape(len(path) - 1, -1).max(axis=1)
                holds((moved > 1e-4).all(), expected="rows that differ from each other", actual=path)

        return self.as_law(check, KEEPS, because, points)

    def takes_every_start(self, points: float | None = None) -> Check:
        """Make the check on kinds of starts."""
        return self.takes_every_kind(EVERY_START, points=points, same="path")

    def judge_in_passing(self, answer: Any, arguments: tuple[Any, ...], only: Sequence[str] = ()) -> None:  # noqa: ARG002
        """Demand rows that follow from each other; how many there are is judged by a law of its own."""
        ground, start, lr, *more = arguments
        follows(walk(answer, start, more[-1]), ground, lr, sum(more[:-1]))


def descent_contract(function: str, more: tuple[float, ...], lr: float, uses: Sequence[str], still: str) -> Descent:
    """Make the contract of a walk; `more` and lr are of its ordinary calls, down x²·1.3/2 from any start."""
    ground = parabola(1.3)
    return Descent(
        function,
        ("path",),
        right=lambda grad_fn, theta0, lr, *more: heavy_ball(grad_fn, theta0, lr, sum(more[:-1]), more[-1]),
        call=lambda draw: (ground, 6 * place(draw), lr, *more, 7),
        arrays=1,
        first=1,
        terms=lambda _grad_fn, theta0, *_: (np.abs(theta0).max(initial=0.0) + 2,),
        uses=tuple(uses),
        more=more,
        still=still,
    )
