"""The session where one submission is examined: its worker of the moment, and what happened so far."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from msgspec.structs import replace

from grader.execution import failed_statements, failure_messages, handwriting
from grader.execution.keeping import keeps_nothing
from grader.execution.prints import Prints
from grader.execution.trivial_answers import Novelty
from grader.model import Finding, Note, Printed, Submission
from grader.sandbox import Limits, Sandbox
from grader.sandbox.outcomes import Died, Loaded, LoadOutcome, Outcome, Parameters, Raised, Refused, Returned, TimedOut
from grader.sandbox.worker_client import Question, Worker

PATIENCE = 2
"""Calls of one function that may hang or die before the rest of its checks is left out."""
SLOWER = 5
"""Times the first loading that a later one of the same file may take."""
LOADING = ""
"""Stands among the functions for the file itself, which may load once and hang the next time."""
NO_ARRAYS = frozenset({"a list", "a tuple", "a plain number", "a 0-d array", "whole numbers"})
"""Kinds of input that a function which is right on arrays may refuse."""
REFUSALS = frozenset({"TypeError", "AttributeError", "ValueError", "IndexError", "UFuncTypeError", "AxisError"})
"""What Python and numpy raise where a kind of input does not fit."""
MUTATES = "Your function changed the caller's arguments. Return a new array."


_Told = TypeVar("_Told", LoadOutcome, Outcome)


class Respondent(Protocol):
    """Whom a diagnosis of numbers asks."""

    def ask(self, function: str, *arguments: object) -> Outcome:
        """Ask for one call off the record."""

    def fresh(self) -> None:
        """Let the next call meet a process that has seen nothing."""

    def parameters_of(self, function: str) -> Parameters | None:
        """How a function wants to be called; None where nothing tells."""


class Group(NamedTuple):
    """Checks that stand together."""

    function: str
    held_back: bool
    process: str
    """Whose process it is; empty for the one that all others share."""


class CallFailed(Exception):
    """A check asked, and no value came back."""

    def __init__(self, finding: Finding, *, told: bool) -> None:
        super().__init__(finding.says)
        self.finding = finding
        self.told = told
        """True where the code answered (an exception, no such function); False where nobody can tell."""


class SubmissionSession:
    """One submission and the fresh workers it is examined in."""

    def __init__(
        self,
        submission: Submission,
        parameters: Mapping[str, tuple[str, ...]],
        sandbox: Sandbox,
        limits: Limits | None = None,
        seed: int = 0,
        helpers: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        self.submission = submission
        self.helpers = helpers or {}
        """Right functions that stand in the place of the submission's own."""
        self.parameters = parameters
        self.limits = limits or Limits()
        self.seed = seed
        self.findings: list[Finding] = []
        self.notes: list[Note] = []
        self.last_call: dict[str, object] = {}
        self.changed: tuple[int, ...] = ()
        self.gradients = 0
        self.novelty = Novelty()
        self.group: Group | None = None
        self._left = self.limits.total_seconds
        self._load_seconds = self.limits.load_seconds
        self._weight = 0
        self._began = time.process_time()
        self._sandbox = sandbox
        self._worker: Worker | None = None
        self._loaded: LoadOutcome | None = None
        self._lost: Counter[str] = Counter()
        self._written: set[str] = set()
        self._unfit: dict[tuple[str, int], Finding | None] = {}
        """Why a function cannot be called with so many arguments; None where it can."""
        self._prints = Prints()
        self._tried: set[str] = set()
        self._on_arrays: dict[str, set[bool]] = {}
        """For each function, whether calls with arrays of decimals came back: always, never, or both."""

    def with_helpers(self, helpers: Mapping[str, Callable[..., Any]]) -> SubmissionSession:
        """Return another session for the same submission, on which these functions are right ones of ours.

        It has what is left of the time of the submission, and `take_time_of` hands back the rest.
        """
        other = SubmissionSession(self.submission, self.parameters, self._sandbox, self.limits, self.seed, helpers)
        other.take_time_of(self)
        return other

    def take_time_of(self, other: SubmissionSession) -> None:
        """Have no more time left than another session of the same submission, which went on where this one stopped."""
        self._left, self._began = other._left, other._began

    def rewritten(self, program: bytes, limits: Limits) -> SubmissionSession:
        """Return another session for the same author's program as it would be with another line."""
        held = replace(self.submission, source=program, kind="py")
        return SubmissionSession(held, self.parameters, self._sandbox, limits, self.seed, self.helpers)

    @property
    def loaded(self) -> LoadOutcome:
        """How the file took being loaded, the first time."""
        if self._loaded is None:
            self._worker, self._loaded = self._open()
            self._note_loading(self._loaded)
        return self._loaded

    @property
    def printed(self) -> dict[str, Printed]:
        """By function, what its first call that printed anything wrote; under an empty name, what loading did."""
        return self._prints.told

    @property
    def gone(self) -> bool:
        """Whether there is no code to ask anything of."""
        return self.submission.problem is not None or self._blocked() is not None

    def begin(self, function: str, *, held_back: bool, alone: bool = False) -> None:
        """Let a group of checks begin: a function's open ones, or those held back.

        All go on in one process, but for those of a function that is to be asked `alone`. Once the held-back ones have
        begun, no open one may follow in the same process: what it shows could hold their inputs.
        """
        before, group = self.group, Group(function, held_back, function if alone else "")
        if before == group:
            return
        if before is not None and (before.process != group.process or (before.held_back and not held_back)):
            self.fresh()
        elif before is not None and self._worker is not None:
            self._hear_all(self._worker)
        self.group = group

    def fresh(self) -> None:
        """Let the next call meet a process that has seen nothing, or has kept nothing of what it saw."""
        if self._worker is not None and self._worker.alive and keeps_nothing(self.submission):
            self._hear_all(self._worker)
        else:
            self.leave()

    def leave(self) -> None:
        """End the process of the moment."""
        if self._worker is not None:
            self._hear_all(self._worker)
            self._worker.close()
        self._worker = None

    def call(self, function: str, *arguments: object) -> Outcome:
        """Ask for one call; whatever comes of it is data, and what it tells is remembered."""
        return self._call(Question(function, arguments))

    def value(self, function: str, *arguments: object) -> Any:
        """The value of one call; raises CallFailed."""
        return self.returned(Question(function, arguments)).value

    def returned(self, question: Question) -> Returned:
        """What came back of one call; raises CallFailed."""
        self._refuse_in_vain(question.function, len(question.arguments))
        return self._returned(question.function, self._call(question))

    def ask(self, function: str, *arguments: object) -> Outcome:
        """Ask for one call off the record: nothing of it becomes a finding."""
        return self.put(Question(function, arguments))

    def quietly(self, function: str, *arguments: object) -> Any:
        """The value of one call off the record; None where none came back."""
        outcome = self.ask(function, *arguments)
        return outcome.value if isinstance(outcome, Returned) else None

    def answers(self, function: str) -> bool:
        """Whether there is a function of that name that has come back so far."""
        known = isinstance(self.loaded, Loaded) and function in self.loaded.functions
        return known and function in self._written and not self._is_lost(function)

    def parameters_of(self, function: str) -> Parameters | None:
        """How a function wants to be called; None where nothing tells."""
        return self.loaded.functions.get(function) if isinstance(self.loaded, Loaded) else None

    def is_written(self, function: str) -> bool:
        """Whether a function does anything but say that it waits to be written."""
        return function in self._written

    def offer(self, kind: str, function: str, *arguments: object) -> list[Any]:
        """The value of one call in a list, or an empty list and a note where that kind of input is refused.

        A stub welcomes lists and plain numbers, yet a function that is right on arrays is right: only a
        wrong value is held against it, not an exception.
        """
        outcome = self.offered(kind, Question(function, arguments))
        return [] if outcome is None else [outcome.value]

    def offered(self, kind: str, question: Question) -> Returned | None:
        """What came back of such a call; None where that kind of input is refused. Raises CallFailed."""
        function = question.function
        self._refuse_in_vain(function, len(question.arguments))
        outcome = self.put(question)
        if kind in NO_ARRAYS and isinstance(outcome, Raised) and outcome.kind in REFUSALS:
            self._note(Note("input_kind", failure_messages.refused_kind(function, kind, outcome.kind), function))
            return None
        self.last_call = dict(zip(self.parameters.get(function, ()), question.arguments, strict=False))
        self._remember(function, outcome)
        return self._returned(function, outcome)

    def _call(self, question: Question) -> Outcome:
        names = self.parameters.get(question.function, ())
        self.last_call = dict(zip(names, question.arguments, strict=False))
        outcome = self.put(question)
        self._listen(question.function)
        self._remember(question.function, outcome)
        return outcome

    def _returned(self, function: str, outcome: Outcome) -> Returned:
        if isinstance(outcome, Returned):
            self.changed, self.gradients = outcome.changed, outcome.gradients
            return outcome
        finding = self._fault(outcome, function)
        assert finding is not None
        raise CallFailed(finding, told=isinstance(outcome, Raised | Refused))

    def found(self, finding: Finding) -> None:
        """Remember the first finding of each kind a function."""
        if not any((f.id, f.function) == (finding.id, finding.function) for f in self.findings):
            self.findings.append(finding)

    def note_stand_ins(self, lost: Collection[str]) -> None:
        """Note which packages are missing, knowing which functions lost points."""
        if isinstance(self._loaded, Loaded):
            self.notes[:0] = failed_statements.stand_ins(self._loaded, lost)

    def close(self) -> str:
        """End the worker; what the code printed."""
        self.leave()
        # Whoever refuses arrays as well does not take them: such a note would be untrue.
        self.notes = [n for n in self.notes if n.id != "input_kind" or self._on_arrays.get(n.function or "") == {True}]
        if self._tried:
            self.found(Finding("attempt", failure_messages.tried(self._tried)))
        return self._prints.first or ""

    def unwritten(self) -> list[Finding]:
        """Functions whose every call raised NotImplementedError."""
        return [f for f in self.findings if f.id == "unwritten" and f.function not in self._written]

    def _open(self) -> tuple[Worker, LoadOutcome]:
        worker = self._sandbox.worker()
        held = self.submission
        hurried = failed_statements.endless(self._loaded)
        within = replace(self.limits, load_seconds=self._load_seconds)
        started = time.monotonic()
        loaded = self._timed(
            lambda limits: worker.load(held.source, self._filename(), limits, held.kind, hurried, self.helpers), within
        )
        if self._loaded is None and isinstance(loaded, Loaded):
            again = max(self.limits.seconds, SLOWER * (time.monotonic() - started))
            self._load_seconds = min(self._load_seconds, again)
        self._tried |= worker.tried
        self._prints.take_loading(worker.printed())
        return worker, loaded

    def _timed(self, ask: Callable[[Limits], _Told], within: Limits) -> _Told:
        """Ask within what is left of the time of the whole submission, and take off what it cost."""
        left, started = max(0.1, self._left), time.monotonic()
        if left < max(within.seconds, within.load_seconds):
            within = replace(within, seconds=min(within.seconds, left), load_seconds=min(within.load_seconds, left))
        told = ask(within)
        self._left -= time.monotonic() - started
        return told

    def _filename(self) -> str:
        return self.submission.origin.replace("\\", "/").rpartition("/")[2][:80] or "submission.py"

    def put(self, question: Question) -> Outcome:
        """Ask one question off the record."""
        # What is made of the answers in this process takes its time too.
        if self._left <= 0 or time.process_time() - self._began > self.limits.total_seconds:
            return TimedOut(self.limits.total_seconds, "spent")
        if self._weight > failure_messages.MOST_WEIGHT:
            return Refused(failure_messages.TOO_MUCH)
        if self._worker is None or not self._worker.alive:
            self._worker, loaded = self._open()
            if not isinstance(loaded, Loaded):
                self._lost[LOADING] += isinstance(loaded, TimedOut | Died)
                return loaded
        worker = self._worker
        outcome = self._timed(lambda limits: worker.answer(question, limits), self.limits)
        self._tried |= worker.tried
        if isinstance(outcome, Returned):
            self._weight += outcome.weight
        return outcome if self._weight <= failure_messages.MOST_WEIGHT else Refused(failure_messages.TOO_MUCH)

    def _refuse_in_vain(self, function: str, count: int) -> None:
        """Raise at once where asking could not give a value."""
        known = (function, count) in self._unfit
        if known and self._unfit[function, count] is None and not self._is_lost(function):
            return
        if self.submission.problem is not None:
            raise CallFailed(self.submission.problem, told=False)
        blocked = self._blocked()
        if blocked is not None:
            raise CallFailed(blocked, told=False)
        if self._is_lost(function):
            says = f"Left out: {function} did not come back from earlier calls."
            raise CallFailed(Finding("left_out", says, function), told=False)
        if not known:
            self._unfit[function, count] = self._misfit(function, count)
        if (bad := self._unfit[function, count]) is not None:
            self.found(bad)
            raise CallFailed(bad, told=True)

    def _misfit(self, function: str, count: int) -> Finding | None:
        """Why a function cannot be called with so many arguments, as far as the file shows."""
        assert isinstance(self.loaded, Loaded)
        if function not in self.loaded.functions:
            return failed_statements.missing(function, self.loaded, self.submission)
        has = self.loaded.functions[function]
        return failure_messages.misfit(function, self.parameters.get(function, ()), count, has) if has else None

    def _is_lost(self, function: str) -> bool:
        return self._lost[function] >= PATIENCE or self._lost[LOADING] >= PATIENCE

    def _remember(self, function: str, outcome: Outcome) -> None:
        if isinstance(outcome, TimedOut | Died):
            self._lost[function] += 1
        if not (isinstance(outcome, Raised) and outcome.kind == "NotImplementedError"):
            self._written.add(function)
        on_arrays, came_back = self._on_arrays.setdefault(function, set()), isinstance(outcome, Returned)
        if came_back not in on_arrays and any(map(_is_array, self.last_call.values())):
            on_arrays.add(came_back)
        if isinstance(outcome, Returned):
            self.novelty.heard(function, self.last_call.values(), outcome.value)
            if outcome.changed:
                self.found(Finding("X-MUTATES", MUTATES, function))
            return
        finding = self._fault(outcome, function)
        if finding is not None:
            self.found(failure_messages.kept(finding) if self._holds_back else finding)

    def _fault(self, outcome: Outcome, function: str) -> Finding | None:
        """What went wrong in a call, with the failed cell that would have defined what it lacks."""
        raised = isinstance(outcome, Raised) and isinstance(self.loaded, Loaded)
        lost = failed_statements.lost(outcome, self.loaded.failed) if raised else ""  # type: ignore[arg-type, union-attr]
        # A name whose statement failed is missing for that reason, and no slip of the pen.
        misspelt = isinstance(outcome, Raised) and outcome.kind == "NameError" and not lost
        names = self._names(outcome, function) if misspelt else ()  # type: ignore[arg-type]
        finding = failure_messages.fault(outcome, function, given=self.last_call, names=names)
        if finding is not None and lost:
            return replace(finding, says=finding.says + lost)
        return finding

    def _names(self, outcome: Raised, function: str) -> list[str]:
        """The names that are known where a name was missing: the file's functions, and what the function makes."""
        at = outcome.lines[-1].function if outcome.lines else function
        found = handwriting.read_handwriting(self.submission).function(at)
        own = handwriting.names_in(found[0]) if found else []
        return [*own, *(self._loaded.functions if isinstance(self._loaded, Loaded) else ())]

    def _blocked(self) -> Finding | None:
        """Why there is nothing to ask; None where there is."""
        return failed_statements.blocked(self.loaded, self.submission.exercise.functions)

    def _note_loading(self, outcome: LoadOutcome) -> None:
        finding = failed_statements.blocked(outcome, self.submission.exercise.functions)
        if finding is not None:
            self.found(finding)
        if isinstance(outcome, Loaded) and finding is None:
            for note in failed_statements.notes(outcome, self.submission.exercise.functions):
                self._note(note)

    def _note(self, note: Note) -> None:
        if not any((n.id, n.function) == (note.id, note.function) for n in self.notes):
            self.notes.append(note)

    @property
    def _holds_back(self) -> bool:
        """Whether the checks of the moment are among those that the instructor keeps."""
        return self.group is not None and self.group.held_back

    def _listen(self, function: str) -> None:
        """Keep what a call printed, of the first one that printed anything."""
        if self._worker is not None and self._prints.listens_to(function):
            written = self._worker.printed()
            self._prints.take_call(written, function, self.last_call, held_back=self._holds_back)

    def _hear_all(self, worker: Worker) -> None:
        """Keep what a worker wrote before another group begins; what a function wrote unheard is not the next one's."""
        self._prints.take_all(worker.printed(), held_back=self._holds_back)


def _is_array(value: object) -> bool:
    """Whether it is an array of decimals, with at least one axis."""
    return isinstance(value, np.ndarray) and value.ndim > 0 and value.dtype.kind == "f"


class Student:
    """What a check sees: the student's functions, each call a question to the session."""

    def __init__(self, session: SubmissionSession) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments: self._session.value(name, *arguments)

    @property
    def changed(self) -> tuple[int, ...]:
        """Places of the arguments that the last call changed."""
        return self._session.changed

    @property
    def asked(self) -> dict[str, object]:
        """The arguments of the last call, by their names."""
        return self._session.last_call

    @property
    def gradients(self) -> int:
        """How often the last call asked for a gradient."""
        return self._session.gradients

    def offer(self, kind: str, function: str, *arguments: object) -> list[Any]:
        """The answer to a kind of input that a right function may still refuse: one value, or none."""
        return self._session.offer(kind, function, *arguments)

    def afresh(self) -> None:
        """Let the next call meet a process that has seen nothing."""
        self._session.fresh()
