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
import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from grader.suites.toolkit.kinds import kinds
from grader.suites.toolkit.law import LawBroken, exactly, holds, law, numbers
from grader.suites.toolkit.promise import Arguments, FunctionSpec, Told, changes, waiting

__all__ = ["Arguments", "Check", "Contract", "Told", "changes", "name_check", "waiting"]

Check = Callable[..., None]
States = Callable[..., Iterable[Any]]
"""A generator of what a check asks; it may take `draw`, and its docstring is the check's."""

EVERY_KIND = "Lists, plain numbers, single precision and 2-D arrays give the same {}."
PURE = "The arguments stay as they were, and the same call gives the same {} again."
"""What the two checks say that every function has, of answers that are called `same`."""


@dataclass(frozen=True, slots=True)
class Contract(FunctionSpec):
    """What a graded function promises; makes the marked checks that hold a student's function to it."""

    whole: Callable[[np.random.Generator], Arguments] | None = None
    """A call whose arrays hold whole numbers, where the stub welcomes them."""
    uses: tuple[str, ...] = ()
    """Graded functions that this one is meant to call: where one of them is wrong, it is asked with the right one."""
    alone: bool = field(default=False, kw_only=True)
    """Whether its checks want a process that answers nothing else: where other functions' inputs tell its answers."""
    comes_as: Callable[[], Iterable[tuple[str, Callable[[Any], Any]]]] = field(default=kinds, kw_only=True)
    """The kinds that its arrays are welcome in (`matrix_kinds` for Hessians)."""
    points: float = field(default=0.25, kw_only=True)
    """Of a check that names no points."""

    def law(self, points: float | None = None, *, held_back: bool = False) -> Callable[[Check], Check]:
        """Mark a check of this function: its points, and whether it stays with the instructor.

        Where the function gives several things, the check gets them as a list of just so many.
        """
        mark = pytest.mark.check(points=self.points if points is None else points, function=self.function)

        def mark_check(check: Check) -> Check:
            run = mark(self._take_answers_apart(check) if len(self.gives) > 1 else check)
            return pytest.mark.held_back(run) if held_back else run

        return mark_check

    def as_law(self, check: Check, says: str, because: str, points: float | None) -> Check:
        """Mark a check that many suites share: its law, and what breaking that does to a run in this one."""
        return self.law(points)(name_check(check, f"test_{self.function}_{check.__name__}", says, because))

    def _take_answers_apart(self, check: Check) -> Check:
        """Return the check, which then gets each answer as a list of outputs."""

        @functools.wraps(check)
        def run(student: Any, **more: Any) -> None:
            check(student=_StudentTakenApart(student, self), **more)

        return run

    def probes(
        self,
        points: float | None = None,
        *,
        held_back: bool = False,
        only: Sequence[str] = (),
        awake: bool = False,
    ) -> Callable[[States], Check]:
        """Make a check of a generator of argument tuples (or Told): each call must give what is right.

        `only` names the outputs that the law speaks of; all of them where it names none. With `awake` the check
        waits where answers do not depend on the arguments: for right answers that are the same on every seed.
        """

        def make_check(states: States) -> Check:
            def check(student: Any, draw: Any) -> None:
                calls = _start(states, draw)
                for call in calls:
                    if isinstance(call, Told):
                        self.validate_call(call.arguments, calls)
                        self.meet(student, call)
                    else:
                        self.validate_call(call, calls)
                        self.judge(self.ask(student, *call), call, only)
                if awake:
                    self.ask_awake(student, self.draw_call(draw), only)

            return self.law(points, held_back=held_back)(name_check(check, states.__name__, states.__doc__ or ""))

        return make_check

    def relations(
        self,
        points: float | None = None,
        *,
        held_back: bool = False,
        only: Sequence[str] = (),
        judged: bool = False,
    ) -> Callable[[States], Check]:
        """Make a check of a generator of (call, other call, turn): turn(answer to the call) is the other's answer.

        `turn` takes the output that the law speaks of, or a list of several, and gives the other call's. Calls in a
        row that are one object are asked once. The check waits where answers do not depend on the arguments: such
        answers compare well with each other. With `judged` it waits until the first answers are right, too: where
        few answers are possible, wrong ones are alike by luck.
        """

        def make_check(states: States) -> Check:
            def check(student: Any, draw: Any) -> None:
                last, first, answered = None, [], []
                calls = _start(states, draw)
                for call, other, turn in calls:
                    self.validate_call(call, calls)
                    self.validate_call(other, calls)
                    if call is not last:
                        first = self.ask_awake(student, call, only, others=last is None)
                        answered.append((first, call))
                    last = call
                    self.compare(self.ask(student, *other), turn(first if len(first) > 1 else first[0]), other, only)
                with waiting():
                    for answer, call in answered if judged else ():
                        self.compare(answer, self._select_outputs(self._compute_right(call), only), call, only)

            return self.law(points, held_back=held_back)(name_check(check, states.__name__, states.__doc__ or ""))

        return make_check

    def left_out(self, points: float | None = None, *, only: Sequence[str] = ()) -> Callable[[States], Check]:
        """Make a check of a generator of (all arguments, how many are said): left out, the others are these.

        The check waits until the calls with everything said are right, but for those that end in False: of these
        it asks only whether both answers are alike.
        """

        def make_check(states: States) -> Check:
            def check(student: Any, draw: Any) -> None:
                calls = _start(states, draw)
                for arguments, count, *judged in calls:
                    self.validate_call(arguments, calls)
                    with waiting():
                        full = self.ask(student, *arguments)
                        if judged != [False]:
                            self.judge(full, arguments, only)
                        expected = [_make_comparable(output) for output in self._select_outputs(full, only)]
                    self.compare(self.ask(student, *arguments[:count]), expected, arguments, only)

            return self.law(points)(name_check(check, states.__name__, states.__doc__ or ""))

        return make_check

    def whole_numbers(self, points: float | None = None, *, only: Sequence[str] = ()) -> Callable[[States], Check]:
        """Make a check of a generator of calls with whole numbers, which may neither raise nor be cut.

        The check waits until they are right as decimals.
        """

        def make_check(states: States) -> Check:
            def check(student: Any, draw: Any) -> None:
                calls = _start(states, draw)
                for arguments in calls:
                    self.validate_call(arguments, calls)
                    with self._wait_for_right(student, self._real(arguments), only):
                        self.judge(self.ask(student, *arguments), arguments, only)

            return self.law(points)(name_check(check, states.__name__, states.__doc__ or ""))

        return make_check

    def takes_every_kind(
        self,
        because: str,
        says: str = "",
        points: float | None = None,
        *,
        only: Sequence[str] = (),
        same: str = "numbers",
    ) -> Check:
        """Make the check on kinds of input, whose answers are the `same`; it waits until plain arrays are right."""
        says = says or EVERY_KIND.format(same)

        def check(student: Any, draw: Any) -> None:
            arguments = self.draw_call(draw)
            if self.comes_as is kinds:
                self.validate_arrays(arguments)
            for kind, turn in self.comes_as():
                turned = self.turned(arguments, turn)
                with self._wait_for_right(student, arguments, only):
                    for answer in student.offer(kind, self.function, *turned):
                        with _name_kind(kind):
                            self.judge(self.apart(answer), turned, only)

        return self.law(points)(name_check(check, f"test_{self.function}_takes_every_kind_of_input", says, because))

    def takes_whole_numbers(self, because: str, says: str, points: float | None = None) -> Check:
        """Make the check on one call of whole-number arrays, `whole`."""
        assert self.whole is not None
        whole = self.whole

        def states(draw: Any) -> Iterator[Arguments]:
            yield whole(draw)

        return self.whole_numbers(points)(
            name_check(states, f"test_{self.function}_takes_whole_numbers", says, because)
        )

    def is_pure(
        self,
        because: str,
        says: str = "",
        points: float | None = None,
        *,
        only: Sequence[str] = (),
        same: str = "numbers",
    ) -> Check:
        """Make the check on changed arguments and repeated calls.

        It fails for what it says alone; where calls repeat and yet are wrong, it waits for right numbers (of the
        outputs that `only` names).
        """
        says = says or PURE.format(same)

        def check(student: Any, draw: Any) -> None:
            arguments = self.draw_call(draw)
            first = self.ask(student, *arguments)
            holds(not student.changed, expected="arguments as they were", actual="changed arguments")
            with waiting():
                outputs = [_make_comparable(output) for output in self._select_outputs(first)]
                self.ask(student, *self.draw_call(draw))
                outputs_again = self._select_outputs(self.ask(student, *arguments))
            for before, after in zip(outputs, outputs_again, strict=True):
                _compare_again(after, before)
            with waiting():
                self.judge_in_passing(first, arguments, only)

        return self.law(points)(name_check(check, f"test_{self.function}_leaves_its_arguments_alone", says, because))


@contextlib.contextmanager
def _name_kind(kind: str) -> Iterator[None]:
    """Let a broken law say in which kind the numbers were handed over: a call that is shown has arrays."""
    try:
        yield
    except LawBroken as broken:
        broken.says = f"The numbers of this call came as {kind}. {broken.says}".strip()
        raise


def _start(states: States, draw: Any) -> Iterable[Any]:
    """Start the generator of what a check asks, with `draw` where it takes it."""
    return states(draw) if states.__code__.co_argcount else states()


class _StudentTakenApart:
    """The student, whose answers come as a list of what the function gives."""

    def __init__(self, student: Any, contract: Contract) -> None:
        self._student = student
        self._contract = contract

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._student, name)
        if name != self._contract.function:
            return value
        return lambda *arguments: self._contract.apart(value(*arguments))


def _make_comparable(answer: object) -> object:
    """Return a text as it is, and anything else as finite numbers. Raises LawBroken."""
    return answer if isinstance(answer, str) else numbers(answer)


def _compare_again(after: object, before: Any) -> None:
    """Demand that a later answer is the earlier one. Raises LawBroken."""
    if isinstance(before, str):
        exactly(after, before)
    else:
        law(after, before)


def name_check(check: Any, name: str, says: str, because: str = "") -> Any:
    """Give a check its name, the line that a learner sees, and what breaking its law does to a run."""
    check.__name__ = check.__qualname__ = name
    check.__doc__ = f"{says}\n\n{because}" if because else says
    return check
