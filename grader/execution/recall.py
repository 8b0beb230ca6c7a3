"""What was made of the same answers before: who gives the very answers of an earlier submission gets the same said.

A check, and a diagnosis, is a function of what it is given and of the answers that it hears. Its steps are kept as a
tree: at each fork the answer, byte for byte as it crossed, leads to the next question, and at the end of a branch
stands the result. A submission is asked all the same; along branches that are known nothing is written, read or judged
a second time. Where an answer is new, the routine itself runs, hears again what was answered already, and goes on.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal, TypeVar, cast
from weakref import WeakSet

import numpy as np
from msgspec import Struct

from grader.execution.session import SubmissionSession
from grader.execution.student import Student
from grader.sandbox.outcomes import Outcome, Parameters, Raised, Refused, Returned
from grader.sandbox.worker_client import Question

MAX_BYTES = 2**25
"""Bytes of questions and answers that all routines of a process keep; beyond it, each begins anew."""
LONG_ANSWER = 2**14
"""Bytes of an answer that is read anew each time: to keep it would take the room of many."""
HEAVY_RESULT = 2**17
"""Bytes of answers beyond which a result that holds them is not kept."""
STEP_BYTES = 500
"""Bytes of memory that a step or a result takes beside its question and answer, about."""
IMMUTABLE = frozenset({bool, int, float, complex, str, bytes, type(None)})
"""What nobody can write into."""
How = Literal["value", "offer", "ask", "fresh", "parameters"]
CALLS = frozenset({"value", "offer", "ask"})
"""The steps that call a function."""
Key = bytes | Raised | Refused | str
"""What an answer is known by; empty where it is not to be kept."""
T = TypeVar("T")
_NOTHING = object()


@dataclass(slots=True)
class _Step(Generic[T]):
    """One thing that a routine does with a submission, and what followed each answer."""

    how: How
    question: Question
    kind: str = ""
    """Of input, where the function may refuse it."""
    after: dict[Key, _Step[T] | _End[T]] = field(default_factory=dict)

    def perform(self, session: SubmissionSession) -> _Answer[T]:
        """Take the step with a submission; what is raised instead of an answer is kept as the answer."""
        answer: object = None
        try:
            match self.how:
                case "value":
                    answer = session.call_question(self.question)
                case "offer":
                    answer = session.offer_question(self.kind, self.question)
                case "ask":
                    answer = session.ask_question(self.question)
                case "fresh":
                    session.renew()
                case "parameters":
                    answer = session.find_parameters(self.question.function)
        except Exception as error:
            return _Answer(self, error, b"", session)
        return _Answer(self, answer, self._make_key(answer), session)

    def foresee(self) -> Iterator[Question]:
        """Yield the question and those that probably follow: those of the first submission that came here."""
        step: _Step[T] | None = self
        while step is not None:
            if step.how in CALLS and step.question.light:
                yield step.question
            # What is asked next seldom depends on the answer.
            step = next((after for after in step.after.values() if isinstance(after, _Step)), None)

    def is_same(self, other: _Step[T]) -> bool:
        """Tell whether another routine's step is this one."""
        if (self.how, self.kind, self.question.function) != (other.how, other.kind, other.question.function):
            return False
        # Payloads alone: callables and Generators cross as what they are made by, and are other ones each time.
        return other.question.is_data and self.question.encode()[0] == other.question.encode()[0]

    def _make_key(self, answer: object) -> Key:
        if isinstance(answer, Returned):
            return answer.told
        if isinstance(answer, Raised | Refused):
            return answer
        if self.how == "ask":
            return b""
        return repr(answer)


class _End(Struct, Generic[T], frozen=True):
    result: T


class _Answer(Generic[T]):
    """One answer to one question."""

    def __init__(self, step: _Step[T], answer: object, key: Key, session: SubmissionSession) -> None:
        self.step = step
        self.answer = answer
        self.key = key
        self.shown = session.last_call
        self.changed, self.gradients = session.changed, session.gradients


class _Budget:
    """What all routines of this process have kept together."""

    def __init__(self) -> None:
        self.size = 0
        self.routines: WeakSet[Recall[Any]] = WeakSet()

    def count(self, size: int) -> None:
        """Count what is kept; beyond what there is room for, every routine begins anew."""
        self.size += size
        if self.size > MAX_BYTES:
            self.size = 0
            for routine in self.routines:
                routine.first = {}


_BUDGET = _Budget()


class Diverged(BaseException):
    """A routine did something else than the last time, after the same answers."""


class Recall(Generic[T]):
    """The memory of one routine."""

    def __init__(self, *, holds_answers: bool = False) -> None:
        """`holds_answers`: whether its results hold what was answered, however large."""
        self.holds_answers = holds_answers
        self.first: dict[Key, _Step[T] | _End[T]] = {}
        _BUDGET.routines.add(self)
        self._given: object = _NOTHING
        self._in_vain = False

    def foresee(self, given: object = None) -> Iterator[Question]:
        """Yield the questions that will probably be asked: those of an earlier submission."""
        step = self.first.get(b"") if given == self._given and not self._in_vain else None
        if isinstance(step, _Step):
            yield from step.foresee()

    def run(self, session: SubmissionSession, routine: Callable[[Listener[T]], T], given: object = None) -> T:
        """Return the result of a routine for one submission; at the end of known answers it is that of then.

        `given` is all that it depends on besides the answers.
        """
        again, self._given = given == self._given, given
        if not again:
            self.first = {}
            # Where everybody's inputs are drawn anew, nothing is ever met twice.
            return routine(Listener(session, (), None))
        heard: list[_Answer[T]] = []
        step = None if self._in_vain else self.first.get(b"")
        while isinstance(step, _Step):
            if step.how in CALLS:
                session.expect_first(step.question, step.foresee)
            heard.append(step.perform(session))
            step = step.after.get(heard[-1].key)
        if step is not None:
            return step.result
        listening = Listener(session, heard, None if self._in_vain else self)
        try:
            result = routine(listening)
        except Diverged:
            self._in_vain = True
            return routine(Listener(session, (), None))
        listening.keep(result)
        return result


class Listener(Generic[T]):
    """What a routine asks: first it hears what was answered already, then new answers, which are kept."""

    def __init__(self, session: SubmissionSession, heard: Iterable[_Answer[T]], recall: Recall[T] | None) -> None:
        self.session = session
        self.last: _Answer[T] | None = None
        self._heard = deque(heard)
        self._recall = recall
        self._place = recall.first if recall else None
        """Where the next step, or the result, is kept; None where it is not."""
        self._key: Key = b""
        self._weight = 0
        """Bytes of memory that the answers take, about."""

    @property
    def student(self) -> Student:
        """The student whom a check sees."""
        return Student(self.session) if self._recall is None else RecalledStudent(self)

    def take(self, how: How, function: str = "", arguments: tuple[object, ...] = (), kind: str = "") -> Any:
        """Take one step, and return what came of it; raises what the session raised."""
        again = bool(self._heard)
        if self._place is not None and not again:
            # The routine may yet write into what it has handed over.
            arguments = tuple(item if callable(item) else _copy(item) for item in arguments)
        step: _Step[T] = _Step(how, Question(function, arguments), kind)
        self.last = self._hear_again(step) if again else self._ask_new(step)
        self._weight += self.last.answer.weight if isinstance(self.last.answer, Returned) else 0
        self._move_on(self.last)
        if isinstance(self.last.answer, Exception):
            raise self.last.answer
        # What is kept, or heard again, is not the routine's to write into.
        return _copy(self.last.answer) if again or self._place is not None else self.last.answer

    def keep(self, result: T) -> None:
        """Keep what came of it all at the end of this branch."""
        if self._place is None or self._recall is None or self._heard:
            return
        held = self._weight if self._recall.holds_answers else 0
        if held <= HEAVY_RESULT:
            self._place[self._key] = _End(result)
            _BUDGET.count(STEP_BYTES + held)

    def _hear_again(self, step: _Step[T]) -> _Answer[T]:
        heard = self._heard.popleft()
        if not heard.step.is_same(step):
            raise Diverged
        return heard

    def _ask_new(self, step: _Step[T]) -> _Answer[T]:
        if self._place is not None and step.question.is_data:
            self._place[self._key] = step
        else:
            self._place = None
        return step.perform(self.session)

    def _move_on(self, heard: _Answer[T]) -> None:
        """Move to the branch of this answer; stop keeping where the answer is not to be known again."""
        if self._place is None or self._recall is None or not heard.key:
            self._place = None
            return
        question, answer = heard.step.question, heard.answer
        self._place, self._key = heard.step.after, heard.key
        if isinstance(answer, Returned) and answer.weight <= LONG_ANSWER and answer.told not in question.known:
            question.known[answer.told] = answer
            _BUDGET.count(len(answer.told) + answer.weight)
        _BUDGET.count(len(question.encode()[0]) + STEP_BYTES)


def _copy(value: Any) -> Any:
    """Return a deep copy; numbers and what holds them take fewer steps than any object at all would need."""
    kind = type(value)
    if kind in IMMUTABLE:
        return value
    if kind is np.ndarray and value.dtype.kind != "O":
        return value.copy()
    if kind is list or kind is tuple:
        return kind([_copy(item) for item in value])
    if kind is Returned:
        return replace(value, value=_copy(value.value))
    return copy.deepcopy(value)


class RecalledStudent(Student):
    """The student whom a check sees."""

    def __init__(self, listening: Listener[Any]) -> None:
        super().__init__(listening.session)
        self._listening = listening

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments: self._listening.take("value", name, arguments).value

    @property
    def changed(self) -> tuple[int, ...]:
        """Places of the arguments that the last call changed."""
        return self._listening.last.changed if self._listening.last else super().changed

    @property
    def asked(self) -> dict[str, object]:
        """The arguments of the last call, by their names."""
        return self._listening.last.shown if self._listening.last else super().asked

    @property
    def gradients(self) -> int:
        """How often the last call asked for a gradient."""
        return self._listening.last.gradients if self._listening.last else super().gradients

    def offer(self, kind: str, function: str, *arguments: object) -> list[Any]:
        """Return the answer to a kind of input that a right function may refuse: one value in a list, or none."""
        returned = self._listening.take("offer", function, arguments, kind)
        return [] if returned is None else [returned.value]

    def afresh(self) -> None:
        """Let the next call meet a process that has seen nothing."""
        self._listening.take("fresh")


class RecalledSession:
    """What a diagnosis of numbers needs of a session."""

    def __init__(self, listening: Listener[Any]) -> None:
        self._listening = listening

    def ask(self, function: str, *arguments: object) -> Outcome:
        """Return what came of one call; nothing of it becomes a finding."""
        return cast("Outcome", self._listening.take("ask", function, arguments))

    def expect_first(self, question: Question, foresee: Callable[[], Iterable[Question]]) -> None:
        """Expect what `foresee` gives before all else, where nobody expected the question that is asked now."""
        self._listening.session.expect_first(question, foresee)

    def renew(self) -> None:
        """Let the next call meet a process that has seen nothing."""
        self._listening.take("fresh")

    def find_parameters(self, function: str) -> Parameters | None:
        """Return how a function wants to be called; None where nothing tells."""
        return cast("Parameters | None", self._listening.take("parameters", function))
