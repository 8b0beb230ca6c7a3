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
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from grader.sandbox.grounds import as_floats
from grader.suites.toolkit.generators import copy_generator, is_generator
from grader.suites.toolkit.kinds import kinds, real
from grader.suites.toolkit.law import LawBroken, Waiting, differs, exactly, holds, law, numbers, parts
from grader.suites.toolkit.plain import plain as plain_data

Arguments = tuple[Any, ...]
Check = Callable[..., None]
States = Callable[..., Iterable[Any]]
"""A generator of what a check asks; it may take `draw`, and its docstring is the check's."""

EVERY_KIND = "Lists, plain numbers, single precision and 2-D arrays give the same numbers."
PURE = "The arguments stay as they were, and the same call gives the same numbers again."


@dataclass(frozen=True, slots=True)
class Told:
    """A call whose answer stands beside it, where no formula says what is right."""

    arguments: Arguments
    answer: int | str | Callable[[object], None]
    """What must come back, or what looks at what came back and raises LawBroken."""
    given: Mapping[str, object] | None = None
    """What a report shows of the call; its arguments where nothing is said."""


@dataclass(frozen=True, slots=True)
class Contract:
    """What one function of an exercise promises."""

    function: str
    gives: tuple[str, ...]
    """Names of what it returns, as the stub writes them."""
    right: Callable[..., Any] = lambda *_: None
    """The formula: float64 arrays in, the right answer out, a tuple where it gives several things.

    None where every answer stands beside its call (`Told`).
    """
    call: Callable[[np.random.Generator], Arguments] = lambda _: ()
    """The arguments of one ordinary call, drawn."""
    arrays: int = 0
    """How many of its arguments, from `first` on, are arrays of one shape, welcome in every kind."""
    whole: Callable[[np.random.Generator], Arguments] | None = None
    """A call whose arrays hold whole numbers, where the stub welcomes them."""
    terms: Callable[..., Sequence[Any] | Mapping[str, Sequence[Any]]] | None = None
    """From the arguments, the terms of the formula whose largest sets how much cancellation may cost.

    For all outputs alike, or for each by its name; left out, the arrays among the arguments are the terms.
    """
    slack: Callable[..., float] | None = None
    """From the arguments, a further absolute allowance (1e-5·lr for the Adam family)."""
    others: Callable[..., Iterable[Arguments]] | None = None
    """From the arguments of a call, calls whose answers must differ from its answer in every entry."""
    uses: tuple[str, ...] = ()
    """Graded functions that this one is meant to call: where one of them is wrong, it is asked with the right one."""
    alone: bool = field(default=False, kw_only=True)
    """Whether its checks want a process that answers nothing else: where other functions' inputs tell its answers."""
    lists: bool = False
    """Whether it is asked with lists, as its stub's examples are; with arrays where it takes no lists."""
    first: int = field(default=0, kw_only=True)
    """The place of the first array among the arguments."""
    comes_as: Callable[[], Iterable[tuple[str, Callable[[Any], Any]]]] = field(default=kinds, kw_only=True)
    """The kinds that its arrays are welcome in (`matrix_kinds` for Hessians)."""
    points: float = field(default=0.25, kw_only=True)
    """Of a check that names no points."""

    def law(self, points: float | None = None, *, held_back: bool = False) -> Callable[[Check], Check]:
        """Mark a check of this function: its points, and whether it stays with the instructor.

        Where the function gives several things, the check gets them as a list of just so many.
        """
        mark = pytest.mark.check(points=self.points if points is None else points, function=self.function)

        def marked(check: Check) -> Check:
            run = mark(self._taking_apart(check) if len(self.gives) > 1 else check)
            return pytest.mark.held_back(run) if held_back else run

        return marked

    def as_law(self, check: Check, says: str, because: str, points: float | None) -> Check:
        """Mark a check that many suites share: its law, and what breaking that does to a run in this one."""
        return self.law(points)(_named(check, f"test_{self.function}_{check.__name__}", says, because))

    def _taking_apart(self, check: Check) -> Check:
        @functools.wraps(check)
        def run(student: Any, **more: Any) -> None:
            check(student=_TakingApart(student, self), **more)

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

        def check(student: Any, asked: Any) -> None:
            if isinstance(asked, Told):
                self.meet(student, asked)
            else:
                self.judge(self.ask(student, *asked), asked, only)

        def made(states: States) -> Check:
            def check_all(student: Any, draw: Any) -> None:
                for asked in _states(states, draw):
                    check(student, asked)
                if awake:
                    self.ask_awake(student, self.call(draw), only)

            return self.law(points, held_back=held_back)(_named(check_all, states.__name__, states.__doc__ or ""))

        return made

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

        def made(states: States) -> Check:
            def check(student: Any, draw: Any) -> None:
                last, first, heard = None, [], []
                for call, other, turn in _states(states, draw):
                    if call is not last:
                        first = self.ask_awake(student, call, only, others=last is None)
                        heard.append((first, call))
                    last = call
                    self.compare(self.ask(student, *other), turn(first if len(first) > 1 else first[0]), other, only)
                with waiting():
                    for found, call in heard if judged else ():
                        self.compare(found, self._outputs(self.right(*self._own(call)), only), call, only)

            return self.law(points, held_back=held_back)(_named(check, states.__name__, states.__doc__ or ""))

        return made

    def left_out(self, points: float | None = None, *, only: Sequence[str] = ()) -> Callable[[States], Check]:
        """Make a check of a generator of (all arguments, how many are said): left out, the others are these.

        The check waits until the calls with everything said are right, but for those that end in False: of these
        it asks only whether both answers are alike.
        """

        def made(states: States) -> Check:
            def check(student: Any, draw: Any) -> None:
                for arguments, said, *judged in _states(states, draw):
                    with waiting():
                        full = self.ask(student, *arguments)
                        if judged != [False]:
                            self.judge(full, arguments, only)
                        wanted = [_comparable(one) for one in self._outputs(full, only)]
                    self.compare(self.ask(student, *arguments[:said]), wanted, arguments, only)

            return self.law(points)(_named(check, states.__name__, states.__doc__ or ""))

        return made

    def whole_numbers(self, points: float | None = None, *, only: Sequence[str] = ()) -> Callable[[States], Check]:
        """Make a check of a generator of calls with whole numbers, which may neither raise nor be cut.

        The check waits until they are right as decimals.
        """

        def made(states: States) -> Check:
            def check(student: Any, draw: Any) -> None:
                for arguments in _states(states, draw):
                    with self._right_as(student, self._real(arguments), only):
                        self.judge(self.ask(student, *arguments), arguments, only)

            return self.law(points)(_named(check, states.__name__, states.__doc__ or ""))

        return made

    def takes_every_kind(
        self, because: str, says: str = EVERY_KIND, points: float | None = None, *, only: Sequence[str] = ()
    ) -> Check:
        """Make the check on kinds of input; it waits until plain arrays are right."""

        def check(student: Any, draw: Any) -> None:
            arguments = self.call(draw)
            for kind, turn in self.comes_as():
                turned = self.turned(arguments, turn)
                with self._right_as(student, arguments, only):
                    for answer in student.offer(kind, self.function, *turned):
                        with _told_kind(kind):
                            self.judge(self.apart(answer), turned, only)

        return self.law(points)(_named(check, f"test_{self.function}_takes_every_kind_of_input", says, because))

    def takes_whole_numbers(self, because: str, says: str, points: float | None = None) -> Check:
        """Make the check on one call of whole-number arrays, `whole`."""
        assert self.whole is not None
        whole = self.whole

        def states(draw: Any) -> Iterator[Arguments]:
            yield whole(draw)

        return self.whole_numbers(points)(_named(states, f"test_{self.function}_takes_whole_numbers", says, because))

    def is_pure(
        self, because: str, says: str = PURE, points: float | None = None, *, only: Sequence[str] = ()
    ) -> Check:
        """Make the check on changed arguments and repeated calls.

        It fails for what it says alone; where calls repeat and yet are wrong, it waits for right numbers (of the
        outputs that `only` names).
        """

        def check(student: Any, draw: Any) -> None:
            arguments = self.call(draw)
            first = self.ask(student, *arguments)
            holds(not student.changed, expected="arguments as they were", actual="changed arguments")
            with waiting():
                before = [_comparable(one) for one in self._outputs(first)]
                self.ask(student, *self.call(draw))
                again = self._outputs(self.ask(student, *arguments))
            for was, now in zip(before, again, strict=True):
                _same(now, was)
            with waiting():
                self.judge_in_passing(first, arguments, only)

        return self.law(points)(_named(check, f"test_{self.function}_leaves_its_arguments_alone", says, because))

    def has_defaults(self, because: str, says: str, defaults: Arguments, points: float | None = None) -> Check:
        """Make the check on the defaults of the last arguments of an ordinary call."""

        def states(draw: Any) -> Iterator[tuple[Arguments, int]]:
            ordinary = self.call(draw)
            said = len(ordinary) - len(defaults)
            yield (*ordinary[:said], *defaults), said

        return self.left_out(points)(_named(states, f"test_{self.function}_has_the_defaults", says, because))

    def ask(self, student: Any, *arguments: Any) -> Any:
        """Return the student's answer: a list of outputs where the function gives several. Raises LawBroken."""
        if self.lists:
            for answer in student.offer("a list", self.function, *arguments):
                return self.apart(answer)
            arguments = tuple(np.array(one, dtype=float) if isinstance(one, list) else one for one in arguments)
        return self.apart(getattr(student, self.function)(*arguments))

    def ask_awake(
        self, student: Any, arguments: Arguments, only: Sequence[str] = (), *, others: bool = True
    ) -> list[Any]:
        """Return the outputs of a call, right or not, of a function that hears its arguments; else the check waits.

        An output must differ from the argument of its place, and with `others` every entry of the first one from
        those of other calls.
        """
        with waiting():
            outputs = [numbers(one) for one in self._outputs(self.ask(student, *arguments), only)]
            places = [place for place, name in enumerate(self.gives) if not only or name in only]
            for found, place in zip(outputs, places, strict=True):
                if self._could_come_back(arguments, place, found.shape):
                    differs(found, real(arguments[place]))
            for other in self.others(*arguments) if others and self.others else ():
                found = numbers(self._outputs(self.ask(student, *other), only)[0], shape=outputs[0].shape)
                for entry, was in zip(found.flat, outputs[0].flat, strict=True):
                    differs(entry, was)
        return outputs

    def _could_come_back(self, arguments: Arguments, place: int, shape: tuple[int, ...]) -> bool:
        """Whether the argument of an output's place is numbers, of the shape that the output should have."""
        was = as_floats(arguments[place]) if place < len(arguments) else None
        with np.errstate(all="ignore"):
            right = self.right(*self._own(arguments))
        if right is not None:
            shape = np.shape(right[place] if len(self.gives) > 1 else right)
        return was is not None and was.shape == shape

    def meet(self, student: Any, told: Told) -> None:
        """Demand the answer that stands beside a call. Raises LawBroken."""
        answer = self.ask(student, *told.arguments)
        if callable(told.answer):
            told.answer(answer)
        else:
            exactly(answer, told.answer, given=told.given)

    def judge(self, answer: Any, arguments: Arguments, only: Sequence[str] = ()) -> None:
        """Demand the right answer for these arguments. Raises LawBroken."""
        with np.errstate(all="ignore"):
            right = self.right(*self._own(arguments))
        self.compare(answer, self._outputs(right, only), arguments, only)

    def judge_in_passing(self, answer: Any, arguments: Arguments, only: Sequence[str] = ()) -> None:
        """Demand what a law on repeated calls needs to be worth its points. Raises LawBroken.

        Without a formula that is finite numbers, or a text.
        """
        with np.errstate(all="ignore"):
            if self.right(*self._own(arguments)) is not None:
                self.judge(answer, arguments, only)

    @contextlib.contextmanager
    def _right_as(self, student: Any, plain: Arguments, only: Sequence[str]) -> Iterator[None]:
        """Let a law on the kind of arguments fail only where the same call with plain arrays is right."""
        try:
            yield
        except LawBroken as error:
            if error.given is None:
                error.given = {name: plain_data(value) for name, value in student.asked.items()}
            with waiting():
                self.judge(self.ask(student, *plain), plain, only)
            raise

    def compare(self, answer: Any, wanted: Any, arguments: Arguments, only: Sequence[str] = ()) -> None:
        """Demand these outputs, within what rounding may cost at these arguments. Raises LawBroken."""
        inputs = self._real(arguments)
        terms: Any = self.terms(*inputs) if self.terms else inputs[self.first : self.first + self.arrays]
        slack = self.slack(*inputs) if self.slack else 0.0
        names = self._outputs(self.gives, only)
        wanted = wanted if isinstance(wanted, list | tuple) else (wanted,)
        for name, one, expected in zip(names, self._outputs(answer, only), wanted, strict=True):
            if isinstance(expected, str):
                exactly(one, expected)
                continue
            law(one, expected, terms=terms[name] if isinstance(terms, Mapping) else terms, slack=slack)

    def apart(self, answer: object) -> Any:
        """Take an answer apart into a list of outputs where the function gives several. Raises LawBroken."""
        return parts(answer, self.gives) if len(self.gives) > 1 else answer

    def _outputs(self, answer: Any, only: Sequence[str] = ()) -> list[Any]:
        """The outputs of these names, from what `ask` or the formula gave; all of them where none is named."""
        every = answer if len(self.gives) > 1 else (answer,)
        return [one for name, one in zip(self.gives, every, strict=True) if not only or name in only]

    def turned(self, arguments: Arguments, turn: Callable[[Any], Any]) -> Arguments:
        """Return the arguments, the arrays among them turned into another kind."""
        end = self.first + self.arrays
        return (*arguments[: self.first], *map(turn, arguments[self.first : end]), *arguments[end:])

    def _real(self, arguments: Arguments) -> Arguments:
        return self.turned(arguments, real)

    def _own(self, arguments: Arguments) -> Arguments:
        """Return the arguments for the formula, which draws from a Generator of its own."""
        return tuple(copy_generator(one) if is_generator(one) else one for one in self._real(arguments))


@dataclass(frozen=True, slots=True)
class Shared:
    """A law that several functions obey, written once."""

    states: Callable[..., Iterable[Any]]
    """A generator of states, from what tells one function from another and from `draw`."""
    made: str
    """What makes a check of it: `probes`, `relations`, `whole_numbers` or `left_out`."""
    only: tuple[str, ...]

    def of(self, contract: Contract, form: Any, points: float | None = None, *, says: str = "", **more: bool) -> Check:
        """Make the check of one function, told by `form`; in other words than the law's where `says` is given."""

        def states(draw: Any) -> Iterable[Any]:
            return self.states(form, draw)

        mine, _, because = inspect.cleandoc(self.states.__doc__ or "").partition("\n\n")
        named = _named(states, self.states.__name__, says or mine, because)
        check: Check = getattr(contract, self.made)(points, only=self.only, **more)(named)
        return check


def shared(made: str = "probes", only: Sequence[str] = ()) -> Callable[[Callable[..., Iterable[Any]]], Shared]:
    """Make a law of several functions of a generator of what is asked of each."""
    return lambda states: Shared(states, made, tuple(only))


@contextlib.contextmanager
def _told_kind(kind: str) -> Iterator[None]:
    """Let a broken law say in which kind the numbers were handed over: a call that is shown has arrays."""
    try:
        yield
    except LawBroken as broken:
        broken.says = f"The numbers of this call came as {kind}. {broken.says}".strip()
        raise


@contextlib.contextmanager
def waiting() -> Iterator[None]:
    """Let a check wait instead of fail: what it is about cannot be told while these numbers are wrong."""
    try:
        yield
    except LawBroken as error:
        raise Waiting from error


def changes(*arguments: Any, outputs: int | None = None) -> Told:
    """Return a call whose outputs (the first few of them) must differ from the arguments of their places.

    Else the check waits: it stands in a table where what does nothing would be right.
    """

    def demand(answer: Any) -> None:
        with waiting():
            every = [answer] if _is_one(answer, arguments[0]) else answer
            for found, was in zip(every[:outputs], arguments, strict=False):
                differs(found, real(was))

    return Told(arguments, demand)


def _is_one(answer: Any, first: Any) -> bool:
    """Whether it is the single answer of a function, which may be a list as its first argument may be."""
    if not isinstance(answer, list):
        return True
    found = as_floats(answer)
    return found is not None and found.shape == real(first).shape


def _states(states: States, draw: Any) -> Iterable[Any]:
    return states(draw) if states.__code__.co_argcount else states()


class _TakingApart:
    """The student, whose answers come as a list of what the function gives."""

    def __init__(self, student: Any, contract: Contract) -> None:
        self._student = student
        self._contract = contract

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._student, name)
        if name != self._contract.function:
            return asked
        return lambda *arguments: self._contract.apart(asked(*arguments))


def _comparable(answer: object) -> object:
    return answer if isinstance(answer, str) else numbers(answer)


def _same(now: object, was: Any) -> None:
    if isinstance(was, str):
        exactly(now, was)
    else:
        law(now, was)


def _named(check: Any, name: str, says: str, because: str = "") -> Any:
    check.__name__ = check.__qualname__ = name
    check.__doc__ = f"{says}\n\n{because}" if because else says
    return check
