"""What one function of an exercise promises, and how one of its answers is held to that."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from msgspec import Struct

from grader.sandbox.grounds import as_floats
from grader.suites.toolkit.generators import copy_generator, is_generator
from grader.suites.toolkit.kinds import real
from grader.suites.toolkit.law import LawBroken, Waiting, differs, exactly, law, numbers, parts
from grader.suites.toolkit.plain import plain as plain_data

Arguments = tuple[Any, ...]


class Told(Struct, frozen=True):
    """A call whose answer stands beside it, where no formula says what is right."""

    arguments: Arguments
    answer: int | str | Callable[[object], None]
    """What must come back, or what looks at what came back and raises LawBroken."""
    given: Mapping[str, object] | None = None
    """What a report shows of the call; its arguments where nothing is said."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a function gives, what is right, and one ordinary call."""

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
    terms: Callable[..., Sequence[Any] | Mapping[str, Sequence[Any]]] | None = None
    """From the arguments, the terms of the formula whose largest sets how much cancellation may cost.

    For all outputs alike, or for each by its name; left out, the arrays among the arguments are the terms.
    """
    slack: Callable[..., float] | None = None
    """From the arguments, a further absolute allowance (1e-5·lr for the Adam family)."""
    others: Callable[..., Iterable[Arguments]] | None = None
    """From the arguments of a call, calls whose answers must differ from its answer in every entry."""
    lists: bool = False
    """Whether it is asked with lists, as its stub's examples are; with arrays where it takes no lists."""
    first: int = field(default=0, kw_only=True)
    """The place of the first array among the arguments."""

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
