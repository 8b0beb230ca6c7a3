"""The session in which one submission is examined: what it is asked, and what all its answers have shown so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np
from msgspec.structs import replace

from grader.execution import failed_statements, failure_messages, source_code
from grader.execution.submission_worker import SubmissionWorker, TimeBudget
from grader.execution.trivial_answers import Novelty
from grader.model import Finding, Note, Printed, Submission
from grader.sandbox import Limits, Sandbox
from grader.sandbox.outcomes import Died, Loaded, LoadOutcome, Outcome, Parameters, Raised, Refused, Returned, TimedOut
from grader.sandbox.worker_client import Question, Worker

PATIENCE = 2
"""Calls of one function, or loadings of the file, that may hang or die before the rest of its checks is left out."""
NO_ARRAYS = frozenset({"a list", "a tuple", "a plain number", "a 0-d array", "whole numbers"})
"""Kinds of input that a function which is right on arrays may refuse."""
REFUSALS = frozenset({"TypeError", "AttributeError", "ValueError", "IndexError", "UFuncTypeError", "AxisError"})
"""What Python and numpy raise where a kind of input does not fit."""
MUTATES = "Your function changed the caller's arguments. Leave them as they are: work on a copy."


class Respondent(Protocol):
    """Whom a diagnosis of numbers asks."""

    def ask(self, function: str, *arguments: object) -> Outcome:
        """Return what came of one call; nothing of it becomes a finding."""

    def expect_first(self, question: Question, foresee: Callable[[], Iterable[Question]]) -> None:
        """Expect what `foresee` gives before all else, where nobody expected the question that is asked now."""

    def renew(self) -> None:
        """Let the next call meet a process that has seen nothing."""

    def find_parameters(self, function: str) -> Parameters | None:
        """Return how a function wants to be called; None where nothing tells."""


class Group(NamedTuple):
    """Checks that stand together."""

    function: str
    held_back: bool
    process: str
    """Whose process it is; empty for the one that all others share."""


class CallFailed(Exception):
    """A check asked, and no value came back."""

    def __init__(self, finding: Finding, *, is_answer: bool) -> None:
        super().__init__(finding.says)
        self.finding = finding
        self.is_answer = is_answer
        """True where the code answered (an exception, no such function); False where nobody can tell."""


class SubmissionSession:
    """One submission under examination.

    Calls are on the record (`call_value`, `call_question`, `offer`: what goes wrong becomes a finding) or off it
    (`ask`, `ask_question`, `ask_value`).
    """

    def __init__(
        self,
        submission: Submission,
        parameters: Mapping[str, tuple[str, ...]],
        sandbox: Sandbox,
        limits: Limits | None = None,
        seed: int = 0,
        helpers: Mapping[str, Callable[..., Any]] | None = None,
        budget: TimeBudget | None = None,
        spare: list[Worker] | None = None,
    ) -> None:
        """`helpers` are right functions in the place of the submission's own; a `budget` is shared with its owner.

        `spare` holds the process that another program, of the same author and the same calls, has left.
        """
        limits = limits or Limits()
        budget = budget or TimeBudget(limits.total_seconds)
        self.worker = SubmissionWorker(submission, sandbox, limits, budget, helpers or {}, parameters, spare)
        self.parameters = parameters
        self.seed = seed
        self.findings: list[Finding] = []
        self.notes: list[Note] = []
        self.last_call: dict[str, object] = {}
        self.changed: tuple[int, ...] = ()
        self.gradients = 0
        self.novelty = Novelty()
        self.group: Group | None = None
        self._has_noted_loading = False
        self._lost: Counter[str] = Counter()
        self._written: set[str] = set()
        self._unfit: dict[tuple[str, int], Finding | None] = {}
        """Why a function cannot be called with so many arguments; None where it can."""
        self._on_arrays: dict[str, set[bool]] = {}
        """For each function, whether calls with arrays of decimals came back: always, never, or both."""

    @property
    def submission(self) -> Submission:
        """What is examined."""
        return self.worker.submission

    @property
    def loaded(self) -> LoadOutcome:
        """How the file took being loaded, the first time."""
        loaded = self.worker.load()
        if not self._has_noted_loading:
            self._has_noted_loading = True
            self._note_loading(loaded)
        return loaded

    @property
    def printed(self) -> dict[str, Printed]:
        """By function, what its first call that printed anything wrote; under an empty name, what loading did."""
        return self.worker.prints.printed

    @property
    def gone(self) -> bool:
        """Whether there is no code to ask anything of."""
        return self.submission.problem is not None or self._report_blocked() is not None

    def open_with_helpers(self, helpers: Mapping[str, Callable[..., Any]]) -> SubmissionSession:
        """Return another session for the same submission, on which these functions are right ones of ours.

        Both share what is left of the submission's time.
        """
        worker = self.worker
        return SubmissionSession(
            self.submission, self.parameters, worker.sandbox, worker.limits, self.seed, helpers, worker.budget
        )

    def open_rewritten(self, program: bytes, limits: Limits) -> SubmissionSession:
        """Return another session for the same author's program as it would be with another line, of the same calls.

        It goes on in this one's process, which then has to load its own program again, if neither can keep anything.
        """
        rewritten = replace(self.submission, source=program, kind="py")
        worker = self.worker
        limits = replace(limits, memory=worker.limits.memory, cpu=worker.limits.cpu)
        return SubmissionSession(
            rewritten, self.parameters, worker.sandbox, limits, self.seed, worker.helpers, spare=worker.lend()
        )

    def begin(self, function: str, *, held_back: bool, alone: bool = False) -> None:
        """Let a group of checks begin: a function's open ones, or those held back.

        All go on in one process, but for those of a function that is to be asked `alone`. Once the held-back ones have
        begun, no open one may follow in the same process: what it shows could hold their inputs.
        """
        before, group = self.group, Group(function, held_back, function if alone else "")
        if before == group:
            return
        if before is not None and (before.process != group.process or (before.held_back and not held_back)):
            self.worker.renew()
        elif before is not None:
            self.worker.take_prints()
        self.group, self.worker.held_back = group, held_back

    def renew(self) -> None:
        """Let the next call meet a process that has seen nothing, or has kept nothing of what it saw."""
        self.worker.renew()

    def expect(self, questions: Iterable[Question]) -> None:
        """Expect these questions, in this order: they may be asked together."""
        self.worker.expect(questions)

    def expect_first(self, question: Question, foresee: Callable[[], Iterable[Question]]) -> None:
        """Expect what `foresee` gives before all else, where nobody expected the question that is asked now."""
        self.worker.expect_first(question, foresee)

    def end(self) -> None:
        """End the process of the moment; another call would start a new one."""
        self.worker.end()

    def give_back(self) -> None:
        """Leave the process of the moment to the session that this one was opened by, or end it."""
        self.worker.give_back()

    def close(self) -> str:
        """End the process, and return what the code printed before any hidden input could be in it."""
        self.worker.end()
        # Whoever refuses arrays as well does not take them: such a note would be untrue.
        self.notes = [n for n in self.notes if n.id != "input_kind" or self._on_arrays.get(n.function or "") == {True}]
        if self.worker.attempts:
            self.add_finding(Finding("attempt", failure_messages.describe_attempts(self.worker.attempts)))
        return self.worker.prints.first or ""

    def call_value(self, function: str, *arguments: object) -> Any:
        """Return the value of one call; raises CallFailed where none came back."""
        return self.call_question(Question(function, arguments)).value

    def call_question(self, question: Question) -> Returned:
        """Return what came back of one call; raises CallFailed where nothing did."""
        function = question.function
        self._refuse_in_vain(function, len(question.arguments))
        self._remember_arguments(question)
        outcome = self.ask_question(question)
        self.worker.take_call_prints(function, self.last_call)
        self._remember(function, outcome)
        return self._demand(function, outcome)

    def offer(self, kind: str, function: str, *arguments: object) -> list[Any]:
        """Return the value of one call in a list; an empty one, and a note, where that kind of input is refused.

        A stub welcomes lists and plain numbers, yet a function that is right on arrays is right: only a
        wrong value is held against it, not an exception.
        """
        returned = self.offer_question(kind, Question(function, arguments))
        return [] if returned is None else [returned.value]

    def offer_question(self, kind: str, question: Question) -> Returned | None:
        """Return what came back of one call; None where that kind of input is refused. Raises CallFailed."""
        function = question.function
        self._refuse_in_vain(function, len(question.arguments))
        outcome = self.ask_question(question)
        if kind in NO_ARRAYS and isinstance(outcome, Raised) and outcome.kind in REFUSALS:
            self._add_note(
                Note("input_kind", failure_messages.describe_refused_kind(function, kind, outcome.kind), function)
            )
            return None
        self._remember_arguments(question)
        self._remember(function, outcome)
        return self._demand(function, outcome)

    def ask(self, function: str, *arguments: object) -> Outcome:
        """Return what came of one call; nothing of it becomes a finding."""
        return self.ask_question(Question(function, arguments))

    def ask_question(self, question: Question) -> Outcome:
        """Return what came of one question; nothing of it becomes a finding."""
        return self.worker.ask(question)

    def ask_value(self, function: str, *arguments: object) -> Any:
        """Return the value of one call, None where none came back; nothing of it becomes a finding."""
        outcome = self.ask(function, *arguments)
        return outcome.value if isinstance(outcome, Returned) else None

    def has_answered(self, function: str) -> bool:
        """Tell whether there is a function of that name that has come back so far."""
        is_known = isinstance(self.loaded, Loaded) and function in self.loaded.functions
        return is_known and function in self._written and not self._is_lost(function)

    def is_written(self, function: str) -> bool:
        """Tell whether a function does anything but say that it waits to be written."""
        return function in self._written

    def find_parameters(self, function: str) -> Parameters | None:
        """Return how a function wants to be called; None where nothing tells."""
        return self.loaded.functions.get(function) if isinstance(self.loaded, Loaded) else None

    def list_unwritten(self) -> list[Finding]:
        """Return a finding for each function whose every call raised NotImplementedError."""
        return [f for f in self.findings if f.id == "unwritten" and f.function not in self._written]

    def add_finding(self, finding: Finding) -> None:
        """Remember the first finding of each kind and function."""
        if not any((f.id, f.function) == (finding.id, finding.function) for f in self.findings):
            self.findings.append(finding)

    def note_stand_ins(self, functions: Collection[str]) -> None:
        """Note which packages are missing, knowing which functions lost points."""
        if isinstance(self.worker.loaded, Loaded):
            self.notes[:0] = failed_statements.note_stand_ins(self.worker.loaded, functions)

    def _refuse_in_vain(self, function: str, count: int) -> None:
        """Raise at once where asking could not give a value."""
        is_known = (function, count) in self._unfit
        if is_known and self._unfit[function, count] is None and not self._is_lost(function):
            return
        if self.submission.problem is not None:
            raise CallFailed(self.submission.problem, is_answer=False)
        blocked = self._report_blocked()
        if blocked is not None:
            raise CallFailed(blocked, is_answer=False)
        if self._is_lost(function):
            says = f"Left out: {function} did not come back from earlier calls."
            raise CallFailed(Finding("left_out", says, function), is_answer=False)
        if not is_known:
            self._unfit[function, count] = self._report_misfit(function, count)
        if (misfit := self._unfit[function, count]) is not None:
            self.add_finding(misfit)
            raise CallFailed(misfit, is_answer=True)

    def _report_blocked(self) -> Finding | None:
        """Return why there is nothing to ask; None where there is."""
        return failed_statements.report_blocked(self.loaded, self.submission.exercise.functions)

    def _report_misfit(self, function: str, count: int) -> Finding | None:
        """Return why a function cannot be called with so many arguments, as far as the file shows."""
        assert isinstance(self.loaded, Loaded)
        if function not in self.loaded.functions:
            return failed_statements.report_missing(function, self.loaded, self.submission)
        takes = self.loaded.functions[function]
        wanted = self.parameters.get(function, ())
        return failure_messages.report_misfit(function, wanted, count, takes) if takes else None

    def _is_lost(self, function: str) -> bool:
        """Tell whether a function, or the whole file, has hung or died too often."""
        return self._lost[function] >= PATIENCE or self.worker.failed_loads >= PATIENCE

    def _remember_arguments(self, question: Question) -> None:
        names = self.parameters.get(question.function, ())
        self.last_call = dict(zip(names, question.arguments, strict=False))

    def _remember(self, function: str, outcome: Outcome) -> None:
        """Keep what an outcome shows of its function."""
        if isinstance(outcome, TimedOut | Died):
            self._lost[function] += 1
        if not (isinstance(outcome, Raised) and outcome.kind == "NotImplementedError"):
            self._written.add(function)
        on_arrays, came_back = self._on_arrays.setdefault(function, set()), isinstance(outcome, Returned)
        if came_back not in on_arrays and any(map(_is_array, self.last_call.values())):
            on_arrays.add(came_back)
        if isinstance(outcome, Returned):
            self.novelty.hear(function, self.last_call.values(), outcome.value)
            if outcome.changed:
                self.add_finding(Finding("X-MUTATES", MUTATES, function))
            return
        finding = self._report_fault(outcome, function)
        if finding is not None:
            self.add_finding(failure_messages.hide_inputs(finding) if self.worker.held_back else finding)

    def _demand(self, function: str, outcome: Outcome) -> Returned:
        """Return an outcome that holds a value; raises CallFailed for any other."""
        if isinstance(outcome, Returned):
            self.changed, self.gradients = outcome.changed, outcome.gradients
            return outcome
        finding = self._report_fault(outcome, function)
        assert finding is not None
        raise CallFailed(finding, is_answer=isinstance(outcome, Raised | Refused))

    def _report_fault(self, outcome: Outcome, function: str) -> Finding | None:
        """Return what went wrong in a call, with the failed cell that would have defined what it lacks."""
        raised = isinstance(outcome, Raised) and isinstance(self.loaded, Loaded)
        lost = failed_statements.describe_lost(outcome, self.loaded.failed) if raised else ""  # type: ignore[arg-type, union-attr]
        # A name whose statement failed is missing for that reason, and no slip of the pen.
        misspelt = isinstance(outcome, Raised) and outcome.kind in ("NameError", "TypeError") and not lost
        names = self._list_names(outcome, function) if misspelt else ()  # type: ignore[arg-type]
        finding = failure_messages.report_fault(outcome, function, given=self.last_call, names=names)
        if finding is not None and lost:
            return replace(finding, says=finding.says + lost)
        return finding

    def _list_names(self, outcome: Raised, function: str) -> list[str]:
        """Return the names known where a name was missing: the file's functions, and what the function makes."""
        innermost = outcome.lines[-1].function if outcome.lines else function
        raising = source_code.read_source(self.submission).find_function(innermost)
        own = source_code.list_names(raising[0]) if raising else []
        return [*own, *(self.worker.loaded.functions if isinstance(self.worker.loaded, Loaded) else ())]

    def _note_loading(self, outcome: LoadOutcome) -> None:
        """Keep what loading the file showed, the first time."""
        functions = self.submission.exercise.functions
        finding = failed_statements.report_blocked(outcome, functions)
        if finding is not None:
            self.add_finding(finding)
        elif isinstance(outcome, Loaded):
            for note in failed_statements.make_notes(outcome, functions):
                self._add_note(note)

    def _add_note(self, note: Note) -> None:
        """Remember the first note of each kind and function."""
        if not any((n.id, n.function) == (note.id, note.function) for n in self.notes):
            self.notes.append(note)


def _is_array(value: object) -> bool:
    """Tell whether a value is an array of decimals with at least one axis."""
    return isinstance(value, np.ndarray) and value.ndim > 0 and value.dtype.kind == "f"
