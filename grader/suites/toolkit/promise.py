"""What one function of an exercise promises, and how one of its answers is held to that.

Whatever is wrong with the promise itself (its formula, its ordinary call, a call of a probe) raises BrokenSuite, which
says where it stands: it is the author's fault, and never the learner's.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from grader.errors import BrokenSuite, KitError
from grader.sandbox.grounds import as_floats
from grader.suites.toolkit.generators import copy_generator, is_generator
from grader.suites.toolkit.kinds import real
from grader.suites.toolkit.law import LawBroken, Waiting, differs, exactly, law, numbers, parts
from grader.suites.toolkit.plain import plain as plain_data
from grader.suites.toolkit.slopes import TAKE_A_SLOPE, find_undescribed, name_callable
from grader.text import format_count

Arguments = tuple[Any, ...]


class Told(Struct, frozen=True):
    """A call whose answer stands beside it, where no formula says what is right."""

    arguments: Arguments
    answer: int | str | Callable[[object], None]
    """What must come back, or what looks at what came back and raises LawBroken."""
    given: Mapping[str, object] | None = None
    """What a report shows of the call; its arguments where nothing is said."""


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """One graded function as its author describes it: its outputs, its formula, and how a call of it is drawn."""

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
    """How many of its arguments, from `first` on, are arrays, welcome in every kind."""
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
    """The index of the first array among the arguments."""

    def ask(self, student: Any, *arguments: Any) -> Any:
        """Return the student's answer: a list of outputs where the function gives several. Raises LawBroken."""
        if self.lists:
            for answer in student.offer("a list", self.function, *arguments):
                return self.apart(answer)
            arguments = tuple(np.array(value, dtype=float) if isinstance(value, list) else value for value in arguments)
        return self.apart(getattr(student, self.function)(*arguments))

    def ask_awake(
        self, student: Any, arguments: Arguments, only: Sequence[str] = (), *, others: bool = True
    ) -> list[Any]:
        """Return the outputs of a call, right or not, of a function that hears its arguments; else the check waits.

        An output must differ from the argument of the same index, and with `others` every entry of the first one from
        those of other calls.
        """
        with waiting():
            outputs = [numbers(output) for output in self._select_outputs(self.ask(student, *arguments), only)]
            indices = [index for index, name in enumerate(self.gives) if not only or name in only]
            for output, index in zip(outputs, indices, strict=True):
                if self._can_come_back(arguments, index, output.shape):
                    differs(output, real(arguments[index]))
            for other in self._evaluate("others", *arguments) if others and self.others else ():
                answer = numbers(self._select_outputs(self.ask(student, *other), only)[0], shape=outputs[0].shape)
                for entry, before in zip(answer.flat, outputs[0].flat, strict=True):
                    differs(entry, before)
        return outputs

    def _can_come_back(self, arguments: Arguments, index: int, shape: tuple[int, ...]) -> bool:
        """Tell whether the argument of an output's index is numbers, of the shape that the output should have."""
        argument = as_floats(arguments[index]) if index < len(arguments) else None
        right = self._compute_right(arguments)
        if right is not None:
            shape = np.shape(right[index] if len(self.gives) > 1 else right)
        return argument is not None and argument.shape == shape

    def meet(self, student: Any, told: Told) -> None:
        """Demand the answer that stands beside a call. Raises LawBroken."""
        answer = self.ask(student, *told.arguments)
        if callable(told.answer):
            told.answer(answer)
        else:
            exactly(answer, told.answer, given=told.given)

    def judge(self, answer: Any, arguments: Arguments, only: Sequence[str] = ()) -> None:
        """Demand the right answer for these arguments. Raises LawBroken."""
        right = self._compute_right(arguments)
        if right is None:
            raise self.make_fault("it has no formula `right`, and a call has no answer beside it (`Told`)", self.call)
        self.compare(answer, self._select_outputs(right, only), arguments, only)

    def judge_in_passing(self, answer: Any, arguments: Arguments, only: Sequence[str] = ()) -> None:
        """Demand what a law on repeated calls needs to be worth its points. Raises LawBroken.

        Without a formula that is finite numbers, or a text.
        """
        if self._compute_right(arguments) is not None:
            self.judge(answer, arguments, only)

    @contextlib.contextmanager
    def _wait_for_right(self, student: Any, plain: Arguments, only: Sequence[str]) -> Iterator[None]:
        """Let a law on the kind of arguments fail only where the same call with plain arrays is right."""
        try:
            yield
        except LawBroken as error:
            if error.given is None:
                error.given = {name: plain_data(value) for name, value in student.asked.items()}
            with waiting():
                self.judge(self.ask(student, *plain), plain, only)
            raise

    def compare(self, answer: Any, right: Any, arguments: Arguments, only: Sequence[str] = ()) -> None:
        """Demand these outputs, within what rounding may cost at these arguments. Raises LawBroken."""
        inputs = self._real(arguments)
        terms: Any = self._evaluate("terms", *inputs) if self.terms else inputs[self.first : self.first + self.arrays]
        slack = self._evaluate("slack", *inputs) if self.slack else 0.0
        names = self._select_outputs(self.gives, only)
        rights = right if isinstance(right, list | tuple) else (right,)
        for name, output, expected in zip(names, self._select_outputs(answer, only), rights, strict=True):
            if isinstance(expected, str):
                exactly(output, expected)
                continue
            law(output, expected, terms=terms[name] if isinstance(terms, Mapping) else terms, slack=slack)

    def apart(self, answer: object) -> Any:
        """Take an answer apart into a list of outputs where the function gives several. Raises LawBroken."""
        return parts(answer, self.gives) if len(self.gives) > 1 else answer

    def _select_outputs(self, answer: Any, only: Sequence[str] = ()) -> list[Any]:
        """Return the outputs of these names, from what `ask` or the formula gave; all of them where none is named."""
        outputs = answer if len(self.gives) > 1 else (answer,)
        return [output for name, output in zip(self.gives, outputs, strict=True) if not only or name in only]

    def turned(self, arguments: Arguments, turn: Callable[[Any], Any]) -> Arguments:
        """Return the arguments, the arrays among them turned into another kind."""
        end = self.first + self.arrays
        return (*arguments[: self.first], *map(turn, arguments[self.first : end]), *arguments[end:])

    def _real(self, arguments: Arguments) -> Arguments:
        """Return the arguments, the arrays among them as float64."""
        return self.turned(arguments, real)

    def _copy_for_formula(self, arguments: Arguments) -> Arguments:
        """Return the arguments for the formula, which draws from a Generator of its own."""
        return tuple(copy_generator(value) if is_generator(value) else value for value in self._real(arguments))

    # ---- faults of the author --------------------------------------------------------------------------------

    def draw_call(self, draw: np.random.Generator) -> Arguments:
        """Draw the arguments of an ordinary call. Raises BrokenSuite where they do not fit the contract."""
        arguments: Arguments = self._evaluate("call", draw)
        self.validate_call(arguments, self.call)
        return arguments

    def validate_arrays(self, arguments: Arguments) -> None:
        """Raise BrokenSuite where a plain number stands among arrays that are turned into other kinds together."""
        arrays = arguments[self.first : self.first + self.arrays]
        for number, value in enumerate(arrays, self.first + 1):
            if np.isscalar(value) and not np.isscalar(arrays[0]):
                said = f"argument {number} of an ordinary call is {value!r} and no array"
                raise self.make_fault(f"arrays={self.arrays}, and {said}", self.call)

    def validate_call(self, arguments: Any, where: object) -> None:
        """Raise BrokenSuite where a call does not fit the contract, or holds a function that nobody could paste.

        `where` is the function or the running generator that gave the call.
        """
        if not isinstance(arguments, tuple | list):
            raise self.make_fault(f"a call is a tuple of arguments, and not a {type(arguments).__name__}", where)
        undescribed = find_undescribed(arguments)
        if undescribed is not None:
            said = f"holds {name_callable(undescribed)}, a function that no data describes"
            raise BrokenSuite(
                f"{locate(where)}: a call of {self.function} {said}, so no learner can paste the call.", TAKE_A_SLOPE
            )
        count = format_count(len(arguments), "argument")
        if self.first + self.arrays > len(arguments):
            first = f"first={self.first} and " if self.first else ""
            raise self.make_fault(f"{first}arrays={self.arrays}, and a call has {count}", where)
        if not _can_take(self.right, len(arguments)):
            raise self.make_fault(f"`right` does not take the {count} of a call", where)

    def _compute_right(self, arguments: Arguments) -> Any:
        """Return what the formula gives for these arguments; None without a formula. Raises BrokenSuite."""
        own = self._copy_for_formula(arguments)
        right = self._evaluate("right", *own)
        if right is not None and len(self.gives) > 1:
            count = len(right) if isinstance(right, tuple | list) or np.ndim(right) else 1
            if count != len(self.gives):
                values = "one value" if count == 1 else f"{count} values"
                said = f"`right` gives {values} of {len(self.gives)} ({', '.join(self.gives)})"
                raise self.make_fault(said, self.right)
        return right

    def _evaluate(self, name: str, *arguments: Any) -> Any:
        """Return what a field of the contract gives for these arguments. Raises BrokenSuite where it raises."""
        formula = getattr(self, name)
        try:
            with np.errstate(all="ignore"):
                answer = formula(*arguments)
                return list(answer) if name == "others" else answer
        except (LawBroken, Waiting, KitError):
            raise
        except Exception as error:
            raise self.make_fault(f"`{name}` raised {type(error).__name__} ({error})", formula) from error

    def make_fault(self, why: str, where: object) -> BrokenSuite:
        """Make the exception that says why the contract is at fault, and where that function or generator stands."""
        return BrokenSuite(f"The contract of {self.function} is at fault ({locate(where)}): {why}.", "Mend it there.")


def locate(source: Any) -> str:
    """Return the file and the line of a function, or those at which a running generator stands."""
    frame, code = getattr(source, "gi_frame", None), getattr(inspect.unwrap(source), "__code__", None)
    if frame is not None:
        return f"{Path(frame.f_code.co_filename).name}, line {frame.f_lineno}"
    code = code or getattr(source, "gi_code", None)
    return f"{Path(code.co_filename).name}, line {code.co_firstlineno}" if code else "where it is made"


@functools.lru_cache(maxsize=256)
def _can_take(function: Callable[..., Any], count: int) -> bool:
    """Tell whether a function can be called with so many arguments."""
    try:
        inspect.signature(function).bind(*range(count))
    except (TypeError, ValueError):
        return False
    return True


@contextlib.contextmanager
def waiting() -> Iterator[None]:
    """Let a check wait instead of fail: what it is about cannot be told while these numbers are wrong."""
    try:
        yield
    except LawBroken as error:
        raise Waiting from error


def changes(*arguments: Any, outputs: int | None = None) -> Told:
    """Return a call whose outputs (the first few of them) must differ from the arguments of the same index.

    Else the check waits: it stands in a table where what does nothing would be right.
    """

    def demand_change(answer: Any) -> None:
        with waiting():
            answers = [answer] if _is_single_answer(answer, arguments[0]) else answer
            for output, argument in zip(answers[:outputs], arguments, strict=False):
                differs(output, real(argument))

    return Told(arguments, demand_change)


def _is_single_answer(answer: Any, first: Any) -> bool:
    """Tell whether it is the single answer of a function, which may be a list as its first argument may be."""
    if not isinstance(answer, list):
        return True
    values = as_floats(answer)
    return values is not None and values.shape == real(first).shape
