"""The process that holds one submission's code: started when asked, asked within its time, replaced when it died."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from grader.execution import failed_statements, failure_messages
from grader.execution.foresight import Foresight
from grader.execution.prints import Prints
from grader.execution.statelessness import is_stateless
from grader.model import Submission
from grader.sandbox import Limits, Sandbox
from grader.sandbox.outcomes import Died, Loaded, LoadOutcome, Outcome, Refused, Returned, TimedOut
from grader.sandbox.worker_client import Question, Worker

SLOWER = 5
"""How many times the first loading a later one of the same file may take."""
SOON = Limits(seconds=0.25)
"""Time for all that is asked at once; what takes longer is asked one by one, each with its own time."""
MOST_GIVEN_BACK = 3
"""How many times a submission's own time a busy machine may keep its workers waiting at no cost."""
_Answer = TypeVar("_Answer")


class TimeBudget:
    """The time of one submission, shared by all sessions that examine it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        """For everything, as it was given."""
        self.left = seconds
        """Seconds of waiting for workers that are left."""
        self._given_back = 0.0
        self._began = time.process_time()

    def give_back(self, seconds: float) -> None:
        """Give back seconds for which a busy machine kept a worker waiting; all in all only so many times the whole."""
        seconds = min(seconds, MOST_GIVEN_BACK * self.seconds - self._given_back)
        self.left += seconds
        self._given_back += seconds

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left, of the workers' time or of this process's own."""
        # What is made of the answers in this process takes its time too.
        return self.left <= 0 or time.process_time() - self._began > self.seconds

    def spend(self, ask: Callable[[Limits], _Answer], limits: Limits) -> _Answer:
        """Return what `ask` answers within what is left, and take off what it cost."""
        left, started = max(0.1, self.left), time.monotonic()
        if left < max(limits.seconds, limits.load_seconds):
            seconds, load_seconds = min(limits.seconds, left), min(limits.load_seconds, left)
            limits = replace(limits, seconds=seconds, load_seconds=load_seconds)
        answer = ask(limits)
        self.left -= time.monotonic() - started
        return answer


class SubmissionWorker:
    """The process of the moment that holds a submission's code, and what all its processes have shown so far."""

    def __init__(
        self,
        submission: Submission,
        sandbox: Sandbox,
        limits: Limits,
        budget: TimeBudget,
        helpers: Mapping[str, Callable[..., Any]],
        parameters: Mapping[str, Sequence[str]],
        spare: list[Worker] | None = None,
    ) -> None:
        """`spare` holds the process that another program, of the same author and the same calls, left by `lend`."""
        self.submission = submission
        self.limits = limits
        self.budget = budget
        self.helpers = helpers
        """Right functions that stand in the place of the submission's own."""
        self.parameters = parameters
        """The names that the stub gives each function's parameters."""
        self.sandbox = sandbox
        self.prints = Prints()
        self.attempts: set[str] = set()
        """What the code tried besides computing."""
        self.loaded: LoadOutcome | None = None
        """How the file took being loaded, the first time; None until then."""
        self.failed_loads = 0
        """How often the file loaded once and hung or died the next time."""
        self.held_back = False
        """Whether what is asked now belongs to checks that the instructor keeps."""
        self._worker: Worker | None = None
        self._load_seconds = limits.load_seconds
        self._given_back = 0.0
        """Of the present process's waiting for a processor, the seconds that were given back already."""
        self._weight = 0
        self._borrows = spare is not None
        self._spare: list[Worker] = [] if spare is None else spare
        self._foresight = Foresight()
        self._one_by_one = bool(helpers)
        """Whether no question is asked before its turn."""

    def load(self) -> LoadOutcome:
        """Load the file, unless it was loaded before, and return how it took that the first time."""
        if self.loaded is None:
            _worker, self.loaded = self._start()
        return self.loaded

    def ask(self, question: Question) -> Outcome:
        """Return what came of one call; a process that is gone is replaced first."""
        if self.budget.left < self.limits.seconds:
            self._give_back_waiting()
        if self.budget.is_spent:
            return TimedOut(self.limits.total_seconds, "spent")
        if self._weight > failure_messages.MOST_WEIGHT:
            return Refused(failure_messages.TOO_MUCH)
        outcome = self._foresight.find_answer(question) or self._ask_now(question)
        if isinstance(outcome, Returned):
            self._weight += outcome.weight
        return outcome if self._weight <= failure_messages.MOST_WEIGHT else Refused(failure_messages.TOO_MUCH)

    def _ask_now(self, question: Question) -> Outcome:
        """Return what came of one call, asked alone or together with those that will follow it."""
        worker = self._worker
        if worker is None or not worker.alive:
            worker, loaded = self._start()
            if not isinstance(loaded, Loaded):
                self.failed_loads += isinstance(loaded, TimedOut | Died)
                return loaded
        if together := self._foresight.take_next(question):
            self._ask_together(worker, together)
            return self._foresight.find_answer(question) or self._ask_now(question)
        left, silent = self.budget.left, not worker.has_printed()
        outcome = self.budget.spend(lambda limits: worker.answer(question, limits), self.limits)
        self.attempts |= worker.tried
        if silent:
            question.prints = worker.has_printed()
        if isinstance(outcome, Returned):
            question.seconds = left - self.budget.left
        return outcome

    def expect(self, questions: Iterable[Question]) -> None:
        """Ask these together, once one of them is asked, where the program can keep nothing."""
        if not self._one_by_one and self.keeps_nothing:
            self._foresight.expect(questions)

    def expect_first(self, question: Question, foresee: Callable[[], Iterable[Question]]) -> None:
        """Expect what `foresee` gives before all else, unless this question is expected or answered already."""
        if not self._one_by_one and self.keeps_nothing and not self._foresight.is_prepared(question):
            self._foresight.expect_first(foresee())

    def _ask_together(self, worker: Worker, questions: Sequence[Question]) -> None:
        """Keep the answers to these questions, unless not all came at once or something was printed.

        Which of them took so long, ended the process or printed is not to be seen then: from here on each is asked
        alone, in a process that heard nothing of it.
        """
        left = self.budget.left
        if not worker.has_printed():
            outcomes = self.budget.spend(lambda limits: worker.answer_all(questions, limits), SOON)
            self.attempts |= worker.tried
            printed = worker.has_printed()
            if outcomes is not None and not printed:
                self._foresight.keep(questions, outcomes)
                return
            for question in questions:
                question.prints = printed
            worker.close()
        self.budget.left, self._one_by_one = left, True
        self._foresight.forget()

    @property
    def keeps_nothing(self) -> bool:
        """Whether two calls of the program can have nothing to do with each other."""
        # What borrows is made of the calls of a program of which that is known.
        return self._borrows or is_stateless(self.submission)

    def renew(self) -> None:
        """Let the next call meet a process that has seen nothing, or has kept nothing of what it saw."""
        if self._worker is not None and self._worker.alive and self.keeps_nothing:
            self.take_prints()
        else:
            self.end()

    def end(self) -> None:
        """End the process of the moment, and one that another program left."""
        if self._worker is not None:
            self.take_prints()
            self._worker.close()
        self._worker = None
        while self._spare:
            self._spare.pop().close()

    def lend(self) -> list[Worker] | None:
        """Leave the process of the moment to another program of the same author, and return where it is left.

        None where this program can keep anything.
        """
        if not self.keeps_nothing:
            return None
        self._leave_behind()
        return self._spare

    def give_back(self) -> None:
        """Leave the process of the moment to the program that lent it, or end it where none did."""
        if self._borrows:
            self._leave_behind()
        else:
            self.end()

    def _leave_behind(self) -> None:
        worker = self._worker
        if worker is not None and worker.alive:
            self.take_prints()
            self._worker = None
            self._spare.append(worker)
        else:
            self.end()

    def take_prints(self) -> None:
        """Keep what was written so far, so that none of it is taken for the next function's."""
        if self._worker is not None:
            self.prints.take_all(self._worker.read_printed(), held_back=self.held_back)

    def take_call_prints(self, function: str, arguments: Mapping[str, object]) -> None:
        """Keep what a call wrote, of the first call of that function that wrote anything."""
        if self._worker is not None and self.prints.wants(function):
            self.prints.take_call(self._worker.read_printed(), function, arguments, held_back=self.held_back)

    def _give_back_waiting(self) -> None:
        """Give back the time for which the present process had to wait for a processor."""
        if self._worker is not None:
            waiting = self._worker.read_waiting()
            self.budget.give_back(max(0.0, waiting - self._given_back))
            self._given_back = max(self._given_back, waiting)

    def _start(self) -> tuple[Worker, LoadOutcome]:
        """Start a process and load the file in it; return it, and how the loading went."""
        worker = self._worker = self._spare.pop() if self._spare else self.sandbox.start_worker()
        self._given_back = 0.0
        submission, before = self.submission, worker.read_printed()
        hurried = failed_statements.list_endless(self.loaded)
        limits = replace(self.limits, load_seconds=self._load_seconds)
        started = time.monotonic()
        loaded = self.budget.spend(
            lambda limits: worker.load(
                submission.source,
                _shorten_name(submission.origin),
                limits,
                submission.kind,
                hurried,
                self.helpers,
                self.parameters,
            ),
            limits,
        )
        if self.loaded is None and isinstance(loaded, Loaded):
            again = max(self.limits.seconds, SLOWER * (time.monotonic() - started))
            self._load_seconds = min(self._load_seconds, again)
        self.attempts |= worker.tried
        self.prints.take_loading(worker.read_printed(), before)
        self.loaded = self.loaded or loaded
        return worker, loaded


def _shorten_name(origin: str) -> str:
    """Return the file's name as tracebacks show it."""
    return origin.replace("\\", "/").rpartition("/")[2][:80] or "submission.py"
