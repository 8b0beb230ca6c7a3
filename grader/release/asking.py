"""Asking the functions of a file, in one worker, what they answer to many questions.

Most candidates raise at once when they get numbers: a message for each call would take longer than all the calls. So
a function written below the file calls them all and tells what came of it; where that ends badly, because one of them
never ends or ends the process, each call is made by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from grader.diagnosis.by_hand import Example
from grader.release.candidates import Candidate, strip_main_block
from grader.sandbox import Limits, Sandbox
from grader.sandbox.outcomes import Loaded, Raised, Returned
from grader.suites.toolkit.bundles import convert_to_arrays

QUICK_LIMITS = Limits(seconds=0.5, load_seconds=5.0)
ALL_CALLS_LIMITS = Limits(seconds=5.0)
"""For all calls of a file."""
MAX_SLOPES = 1000
"""How often one call may ask for a slope; all calls of a file together may ten times as often."""
Trial = tuple[int, int, Any]
"""Which candidate, which question, and the answer."""
TRY_ALL = '''
def _try_all(calls, questions):
    """Make each call, a pair of places, and return what came back where it could be an answer."""
    import copy
    import signal
    import numpy

    def size(value):
        """How many numbers and words an answer holds; too many where it is none."""
        if type(value) in (tuple, list):
            return sum(map(size, value)) if len(value) < 1000 else 1000
        if isinstance(value, numpy.ndarray):
            return value.size if value.dtype.kind in "biuf" else 1000
        if value is None or type(value) in (bool, float) or isinstance(value, numpy.number):
            return 1
        return 1 if type(value) is int and abs(value) < 2**53 or type(value) is str and len(value) < 100 else 1000

    def end(*_):
        raise KeyboardInterrupt

    def allow(seconds):
        """Let a call take so much processor time, where that can be told."""
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGVTALRM, end)
    found = []
    for place, number in calls:
        try:
            allow(0.1)
            came = globals()[f"_candidate_{place}"](*copy.deepcopy(questions[number]))
            if size(came) < 1000:
                found.append((place, number, copy.deepcopy(came)))
        except BaseException:
            pass
        finally:
            allow(0)
    return found
'''


def ask_all(
    name: str, source: str, candidates: Sequence[Candidate], questions: Sequence[Example], sandbox: Sandbox
) -> tuple[Iterable[Trial], bool]:
    """Ask every candidate every question that it can be called with.

    What came back, without what is no answer; and whether the same would come back another time.
    """
    text = _write_program(source, candidates)
    worker = sandbox.start_worker()
    try:
        loaded = worker.load(text, name, QUICK_LIMITS)
        if not isinstance(loaded, Loaded):
            return [], isinstance(loaded, Raised)
        calls = [
            [i, k]
            for i, candidate in enumerate(candidates)
            for k, question in enumerate(questions)
            if _can_take(candidate, question)
        ]
        arguments = [_prepare_arguments(question) for question in questions]
        outcome = worker.call("_try_all", [calls, arguments], ALL_CALLS_LIMITS, 10 * MAX_SLOPES)
    finally:
        worker.close()
    if isinstance(outcome, Returned):
        return outcome.value, True
    return _ask_one_by_one(name, text, candidates, questions, sandbox), False


def _ask_one_by_one(
    name: str, text: bytes, candidates: Sequence[Candidate], questions: Sequence[Example], sandbox: Sandbox
) -> Iterator[Trial]:
    """Ask each candidate each question in a call of its own; yield what came back."""
    worker = sandbox.start_worker()
    try:
        worker.load(text, name, QUICK_LIMITS)
        for index, candidate in enumerate(candidates):
            for number, question in enumerate(questions):
                if not _can_take(candidate, question):
                    continue
                if not worker.alive:
                    worker.close()
                    worker = sandbox.start_worker()
                    worker.load(text, name, QUICK_LIMITS)
                outcome = worker.call(f"_candidate_{index}", _prepare_arguments(question), QUICK_LIMITS, MAX_SLOPES)
                if isinstance(outcome, Returned):
                    yield index, number, outcome.value
    finally:
        worker.close()


def _write_program(source: str, candidates: Sequence[Candidate]) -> bytes:
    """Write the file, its candidates under names of their own, and the function that calls them all."""
    aliases = "\n".join(
        f"{candidate.source}\n_candidate_{index} = _candidate" for index, candidate in enumerate(candidates)
    )
    return f"{strip_main_block(source)}\n{aliases}\n{TRY_ALL}".encode()


def _can_take(candidate: Candidate, question: Example) -> bool:
    """Tell whether a candidate can be called with a question's arguments."""
    return candidate.can_take(len(question.arguments))


def _prepare_arguments(asked: Example) -> list[Any]:
    """Return a question's arguments with lists of numbers as arrays, for which formulas are written."""
    return [convert_to_arrays(value) if isinstance(value, list) else value for value in asked.arguments]
