"""Asking the functions of a file, in one worker, what they answer to many questions.

Most candidates raise at once when they get numbers: a message for each call would take longer than all the calls. So
a function written below the file calls them all and tells what came of it; where that ends badly, because one of them
never ends or ends the process, each call is made by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from grader.diagnosis.by_hand import Example
from grader.release.candidates import Candidate, silent
from grader.sandbox import Limits, Sandbox
from grader.sandbox.outcomes import Loaded, Raised, Returned
from grader.suites.toolkit.bundles import convert_to_arrays

QUICK = Limits(seconds=0.5, load_seconds=5.0)
TOGETHER = Limits(seconds=5.0)
"""For all calls of a file."""
MOST_SLOPES = 1000
"""How often one call may ask for a slope; all calls of a file together may ten times as often."""
Tried = tuple[int, int, Any]
"""Which candidate, which question, and the answer."""
ALL = '''
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
    name: str, source: str, mine: Sequence[Candidate], questions: Sequence[Example], sandbox: Sandbox
) -> tuple[Iterable[Tried], bool]:
    """Ask every candidate every question that it can be called with.

    What came back, without what is no answer; and whether the same would come back another time.
    """
    text = _written(source, mine)
    worker = sandbox.start_worker()
    try:
        loaded = worker.load(text, name, QUICK)
        if not isinstance(loaded, Loaded):
            return [], isinstance(loaded, Raised)
        calls = [[i, k] for i, one in enumerate(mine) for k, asked in enumerate(questions) if _takes(one, asked)]
        given = [_arguments(one) for one in questions]
        told = worker.call("_try_all", [calls, given], TOGETHER, 10 * MOST_SLOPES)
    finally:
        worker.close()
    if isinstance(told, Returned):
        return told.value, True
    return _one_by_one(name, text, mine, questions, sandbox), False


def _one_by_one(
    name: str, text: bytes, mine: Sequence[Candidate], questions: Sequence[Example], sandbox: Sandbox
) -> Iterator[Tried]:
    worker = sandbox.start_worker()
    worker.load(text, name, QUICK)
    for place, one in enumerate(mine):
        for number, asked in enumerate(questions):
            if not _takes(one, asked):
                continue
            if not worker.alive:
                worker = sandbox.start_worker()
                worker.load(text, name, QUICK)
            came = worker.call(f"_candidate_{place}", _arguments(asked), QUICK, MOST_SLOPES)
            if isinstance(came, Returned):
                yield place, number, came.value
    worker.close()


def _written(source: str, mine: Sequence[Candidate]) -> bytes:
    """The file, its candidates under names of their own, and the function that calls them all."""
    aliases = "\n".join(f"{one.source}\n_candidate_{place} = _candidate" for place, one in enumerate(mine))
    return f"{silent(source)}\n{aliases}\n{ALL}".encode()


def _takes(one: Candidate, asked: Example) -> bool:
    return one.takes(len(asked.arguments))


def _arguments(asked: Example) -> list[Any]:
    """Formulas are written for arrays: a list of numbers is one."""
    return [convert_to_arrays(value) if isinstance(value, list) else value for value in asked.arguments]
