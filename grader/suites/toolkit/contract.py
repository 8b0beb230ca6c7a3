"""A contract: what a function gives, what is right, and one ordinary call. What every function owes follows from it.

    moments = Contract(
        "ema_moments",
        gives=("m'", "v'"),
        right=lambda m, v, grad, beta1, beta2: (beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2),
        call=lambda draw: history(draw, 6, 0.8, 0.97),
        arrays=3,
    )

    @moments.probes(0.5)
    def test_a_full_memory_stays_full(draw):
        "A memory that already holds the constant slope stays as it is."
        for slope in (2.375, -0.618):
            yield slope, slope**2, slope, 0.83, 0.964

    test_memories_take_every_kind = moments.takes_every_kind("A memory has the shape of the parameters.")

The first paragraph of a docstring is the line that a learner sees, the second says what breaking the law does to a
run. A suite stays plain pytest: what is made here are ordinary checks with ordinary marks.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from grader.suites.toolkit.kinds import kinds, real
from grader.suites.toolkit.law import LawBroken, Waiting, exactly, holds, law, numbers, parts

Arguments = tuple[Any, ...]
Check = Callable[..., None]

EVERY_KIND = "Lists, plain numbers, single precision and arrays of two axes give the same numbers."
PURE = "The arguments stay as they were, and the same call gives the same numbers again."


@dataclass(frozen=True, slots=True)
class Contract:
    """What one function of an exercise promises."""

    function: str
    gives: tuple[str, ...]
    """Names of what it returns, as the stub writes them."""
    right: Callable[..., Any]
    """The formula: float64 arrays in, the right answer out; a tuple where it gives several things."""
    call: Callable[[np.random.Generator], Arguments]
    """The arguments of one ordinary call, drawn."""
    arrays: int = 0
    """How many of its first arguments are arrays of one shape, welcome in every kind."""
    whole: Callable[[np.random.Generator], Arguments] | None = None
    """A call whose arrays hold whole numbers, where the stub welcomes them."""
    terms: Callable[..., Sequence[Any]] | None = None
    """From the arguments, the terms of the formula whose largest sets how much cancellation may cost."""
    slack: Callable[..., float] | None = None
    """From the arguments, a further absolute allowance (1e-5·lr for the Adam family)."""
    uses: tuple[str, ...] = ()
    """Graded functions that this one is meant to call: where one of them is wrong, it is asked with the right one."""
    points: float = field(default=0.25, kw_only=True)
    """Of a check that names no points."""

    def law(self, points: float | None = None, *, held_back: bool = False) -> Callable[[Check], Check]:
        """Mark a check of this function: its points, and whether it stays with the instructor."""
        mark = pytest.mark.check(points=self.points if points is None else points, function=self.function)

        def marked(check: Check) -> Check:
            return pytest.mark.held_back(mark(check)) if held_back else mark(check)

        return marked

    def probes(
        self, points: float | None = None, *, held_back: bool = False
    ) -> Callable[[Callable[..., Iterable[Arguments]]], Check]:
        """Make a check of a generator of argument tuples: every call must give what is right."""

        def made(states: Callable[..., Iterable[Arguments]]) -> Check:
            asks_draw = bool(states.__code__.co_argcount)

            def check(student: Any, draw: Any) -> None:
                for arguments in states(draw) if asks_draw else states():
                    self.judge(getattr(student, self.function)(*arguments), arguments)

            return self.law(points, held_back=held_back)(_named(check, states.__name__, states.__doc__ or ""))

        return made

    def takes_every_kind(self, because: str, says: str = EVERY_KIND, points: float | None = None) -> Check:
        """Make the check on kinds of input; it waits until plain arrays are right."""

        def check(student: Any, draw: Any) -> None:
            arguments = self.call(draw)
            with waiting():
                self.judge(getattr(student, self.function)(*arguments), arguments)
            for kind, turn in kinds():
                turned = (*map(turn, arguments[: self.arrays]), *arguments[self.arrays :])
                for answer in student.offer(kind, self.function, *turned):
                    self.judge(answer, turned)

        return self.law(points)(_named(check, f"test_{self.function}_takes_every_kind_of_input", says, because))

    def takes_whole_numbers(self, because: str, says: str, points: float | None = None) -> Check:
        """Make the check on whole-number arrays, which may neither raise nor be cut; it waits for right floats."""
        assert self.whole is not None

        def check(student: Any, draw: Any) -> None:
            arguments = self.whole(draw)  # type: ignore[misc]
            asked = getattr(student, self.function)
            floats = (*map(real, arguments[: self.arrays]), *arguments[self.arrays :])
            with waiting():
                self.judge(asked(*floats), floats)
            self.judge(asked(*arguments), arguments)

        return self.law(points)(_named(check, f"test_{self.function}_takes_whole_numbers", says, because))

    def is_pure(self, because: str, says: str = PURE, points: float | None = None) -> Check:
        """Make the check on changed arguments and repeated calls; it waits until the numbers are right."""

        def check(student: Any, draw: Any) -> None:
            arguments = self.call(draw)
            asked = getattr(student, self.function)
            first = asked(*arguments)
            holds(not student.changed, expected="arguments as they were", actual="changed arguments")
            asked(*self.call(draw))
            with waiting():
                self.judge(first, arguments)
            for was, now in zip(self.apart(first), self.apart(asked(*arguments)), strict=True):
                _same(now, was)

        return self.law(points)(_named(check, f"test_{self.function}_leaves_its_arguments_alone", says, because))

    def has_defaults(self, because: str, says: str, defaults: Arguments, points: float | None = None) -> Check:
        """Make the check on the defaults of the last arguments; it waits until the explicit call is right."""

        def check(student: Any, draw: Any) -> None:
            ordinary = self.call(draw)
            few = ordinary[: len(ordinary) - len(defaults)]
            asked = getattr(student, self.function)
            with waiting():
                self.judge(asked(*few, *defaults), (*few, *defaults))
            self.judge(asked(*few), (*few, *defaults))

        return self.law(points)(_named(check, f"test_{self.function}_has_the_defaults", says, because))

    def judge(self, answer: object, arguments: Arguments) -> None:
        """Demand the right answer for these arguments. Raises LawBroken."""
        inputs = (*map(real, arguments[: self.arrays]), *arguments[self.arrays :])
        with np.errstate(all="ignore"):
            wanted = self.right(*inputs)
            terms = self.terms(*inputs) if self.terms else inputs[: self.arrays]
            slack = self.slack(*inputs) if self.slack else 0.0
        for found, expected in zip(self.apart(answer), wanted if len(self.gives) > 1 else (wanted,), strict=True):
            if isinstance(expected, str | int):
                exactly(found, expected)
            else:
                law(found, expected, terms=terms, slack=slack)

    def apart(self, answer: object) -> list[Any]:
        """Take an answer apart into what the function gives. Raises LawBroken."""
        return parts(answer, self.gives) if len(self.gives) > 1 else [answer]


@contextlib.contextmanager
def waiting() -> Iterator[None]:
    """Let a check wait instead of fail: what it is about cannot be told while these numbers are wrong."""
    try:
        yield
    except LawBroken as error:
        raise Waiting from error


def _same(now: object, was: object) -> None:
    if isinstance(was, str):
        exactly(now, was)
    else:
        law(now, numbers(was))


def _named(check: Check, name: str, says: str, because: str = "") -> Check:
    check.__name__ = check.__qualname__ = name
    check.__doc__ = f"{says}\n\n{because}" if because else says
    return check
