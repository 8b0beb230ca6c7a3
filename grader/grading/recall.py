"""What a check decided before: who gives it the very answers of an earlier submission gets the very verdict.

A check is a function of its seed and of the answers that it hears. Its questions are kept as a tree: at each fork
the answers, byte for byte as they crossed, lead to the next question, and at the end of a branch stands the verdict.
A submission is asked all the same; along branches that are known nothing is written, read or judged a second time.
Where an answer is new, the check itself runs, hears again what was answered already, and goes on from there.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from grader.execution.session import Student, SubmissionSession
from grader.model import CheckResult, Finding
from grader.sandbox import Question
from grader.sandbox.outcomes import Returned

MOST = 2**18
"""Bytes of questions and answers that one check keeps; beyond it, it begins anew."""
REFUSED = b"refused"
"""Stands for the answer where a kind of input was refused; no answer that crosses looks like it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found."""

    result: CheckResult
    finding: Finding | None = None
    """What it says of the whole function, besides."""


@dataclass(slots=True)
class _Asked:
    """A question of the check, and what followed each answer."""

    question: Question
    offered: str | None
    """The kind of input, where the function may refuse it."""
    after: dict[bytes, _Asked | Verdict] = field(default_factory=dict)

    def ask(self, session: SubmissionSession) -> _Heard:
        """Ask it once more; whatever is raised instead of an answer is kept for the check."""
        try:
            if self.offered is None:
                return _Heard(self, session.returned(self.question), session)
            return _Heard(self, session.offered(self.offered, self.question), session)
        except Exception as error:
            return _Heard(self, error, session)


class _Heard:
    """One answer to one question."""

    def __init__(self, asked: _Asked, answer: Returned | Exception | None, session: SubmissionSession) -> None:
        self.asked = asked
        self.answer = answer
        self.shown = session.last_call
        self.changed, self.gradients = session.changed, session.gradients

    @property
    def key(self) -> bytes:
        """What it is known by; empty where it is not to be kept."""
        if isinstance(self.answer, Exception):
            return b""
        return REFUSED if self.answer is None else self.answer.told


class Recall:
    """The memory of one check."""

    def __init__(self) -> None:
        self._seed: int | None = None
        self._first: dict[bytes, _Asked | Verdict] = {}
        self._size = 0
        self._in_vain = False

    def examine(
        self,
        session: SubmissionSession,
        check: Callable[[Student], None],
        judge: Callable[[Exception | None], Verdict],
    ) -> Verdict:
        """Ask a submission all that the check asks, and return the verdict."""
        if session.helpers or self._in_vain:
            return _run(check, judge, Student(session))
        if session.seed != self._seed or self._size > MOST:
            self._seed, self._first, self._size = session.seed, {}, 0
        heard = []
        step = self._first.get(b"")
        while isinstance(step, _Asked):
            heard.append(step.ask(session))
            step = step.after.get(heard[-1].key)
        if step is not None:
            return step
        student = _Listening(session, heard, self)
        try:
            found = _run(check, judge, student)
        except _Otherwise:
            # Its questions are no function of its seed.
            self._in_vain = True
            return _run(check, judge, Student(session))
        student.keep(found)
        return found

    def first(self) -> dict[bytes, _Asked | Verdict]:
        """Where the first question stands, under no answer."""
        return self._first

    def take(self, size: int) -> None:
        """Count what is kept."""
        self._size += size


class _Listening(Student):
    """The student whom a check sees: first what was heard already, then new answers, which are kept."""

    def __init__(self, session: SubmissionSession, heard: Iterable[_Heard], recall: Recall) -> None:
        super().__init__(session)
        self._heard = deque(heard)
        self._recall = recall
        self._last: _Heard | None = None
        self._place: dict[bytes, _Asked | Verdict] | None = recall.first()
        """Where the next question, or the verdict, is kept; None where it is not."""
        self._key = b""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments: self._answer(None, name, arguments)[0]

    @property
    def changed(self) -> tuple[int, ...]:
        """Places of the arguments that the last call changed."""
        return self._last.changed if self._last else super().changed

    @property
    def asked(self) -> dict[str, object]:
        """The arguments of the last call, by their names."""
        return self._last.shown if self._last else super().asked

    @property
    def gradients(self) -> int:
        """How often the last call asked for a gradient."""
        return self._last.gradients if self._last else super().gradients

    def offer(self, kind: str, function: str, *arguments: object) -> list[Any]:
        """The answer to a kind of input that a right function may still refuse: one value, or none."""
        return self._answer(kind, function, arguments)

    def afresh(self) -> None:
        """Let the next call meet a process that has seen nothing."""
        if self._heard:
            raise _Otherwise
        self._place = None
        super().afresh()

    def keep(self, verdict: Verdict) -> None:
        """Keep what the check found at the end of this branch."""
        if self._place is not None and not self._heard:
            self._place[self._key] = verdict
            self._recall.take(500)

    def _answer(self, kind: str | None, function: str, arguments: tuple[object, ...]) -> list[Any]:
        again = bool(self._heard)
        heard = self._heard.popleft() if again else self._ask(kind, function, arguments)
        if again and not _is_same(heard.asked, kind, function, arguments):
            raise _Otherwise
        self._last = heard
        self._go_on(heard)
        if isinstance(heard.answer, Exception):
            raise heard.answer
        if heard.answer is None:
            return []
        # What is kept, or heard again, is not the check's to write into.
        return [copy.deepcopy(heard.answer.value) if again or self._place is not None else heard.answer.value]

    def _ask(self, kind: str | None, function: str, arguments: tuple[object, ...]) -> _Heard:
        if self._place is None:
            return _Asked(Question(function, arguments), kind).ask(self._session)
        # The check may yet write into what it has handed over.
        kept = tuple(one if callable(one) else copy.deepcopy(one) for one in arguments)
        asked = _Asked(Question(function, kept), kind)
        if asked.question.is_data:
            self._place[self._key] = asked
        else:
            self._place = None
        return asked.ask(self._session)

    def _go_on(self, heard: _Heard) -> None:
        """Stand where the answer leads, or nowhere, where it is not to be known again."""
        if self._place is None or not heard.key:
            self._place = None
            return
        question = heard.asked.question
        self._place, self._key = heard.asked.after, heard.key
        if heard.key != REFUSED and heard.key not in question.known:
            assert isinstance(heard.answer, Returned)
            question.known[heard.key] = heard.answer
            self._recall.take(len(heard.key) + len(question.written()[0]) + 500)


class _Otherwise(Exception):
    """A check asked something else than it did the last time, after the same answers."""


def _run(check: Callable[[Student], None], judge: Callable[[Exception | None], Verdict], student: Student) -> Verdict:
    try:
        check(student)
    except _Otherwise:
        raise
    except Exception as error:
        return judge(error)
    return judge(None)


def _is_same(asked: _Asked, kind: str | None, function: str, arguments: tuple[object, ...]) -> bool:
    if (asked.offered, asked.question.function) != (kind, function):
        return False
    now = Question(function, arguments)
    return now.is_data and asked.question.written()[0] == now.written()[0]
