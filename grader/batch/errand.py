"""What a worker of a cluster is sent to do: one chunk of submissions, there and back as bytes.

Bytes that call `run_errand` where they are unpickled: whoever passes them on needs no kit, a worker without
one fails as any task fails, and one with another kit notices before it unpacks what that kit may not know.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader import __version__, course, courses
from grader.batch.engine import Piece, Settings
from grader.batch.journal import suite_hash
from grader.errors import KitError
from grader.model import Exercise, Report

Kit = tuple[str, str, str, str]
"""The kit's version, an exercise's stem, the folder of its course, and the hash of all that judges it."""

_ONE = threading.Lock()
"""A process runs one pytest session at a time, however many threads its worker has."""


def kit_of(stem: str, folder: str = "") -> Kit:
    """What this machine would grade that exercise with; raises KitError where it has no such course or exercise."""
    its = courses.at(Path(folder)) if folder else courses.Course()
    return __version__, stem, folder, suite_hash(course.find(stem, its))


def packed(kit: Kit, exercise: Exercise, pieces: Sequence[Piece], settings: Settings) -> bytes:
    """An errand: `pickle.loads` of it runs it and returns what `unpacked` reads."""
    return pickle.dumps(_Errand(kit, pickle.dumps((exercise, pieces, settings))))


@dataclass(frozen=True, slots=True)
class _Errand:
    kit: Kit
    content: bytes

    def __reduce__(self) -> tuple[Callable[[Kit, bytes], bytes], tuple[Kit, bytes]]:
        return run_errand, (self.kit, self.content)


def run_errand(kit: Kit, content: bytes) -> bytes:
    """On the worker: grade a chunk behind this machine's walls; raises KitError where its kit is another."""
    version, stem, folder, _ = kit
    ours, *_ = mine = kit_of(stem, folder)
    if mine != kit:
        differs = f"its kit is {ours}, not {version}" if ours != version else f"its suite of {stem} is another one"
        raise KitError(f"It would not grade alike: {differs}.", "Install the same version on every machine.")
    _exercise, pieces, settings = pickle.loads(content)
    with _ONE:
        return pickle.dumps([_bare(report) for report in _graded(pieces, settings)])


def unpacked(answer: bytes, pieces: Sequence[Piece]) -> list[Report]:
    """The reports of an answer, each with the submission that it is about."""
    reports: list[Report] = pickle.loads(answer)
    return [replace(report, submission=piece.submission) for piece, report in zip(pieces, reports, strict=True)]


def _graded(pieces: Sequence[Piece], settings: Settings) -> list[Report]:
    from grader.grading import grade
    from grader.sandbox import open_sandbox

    sandbox = open_sandbox(no_less=settings.no_less)
    try:
        return [grade(one.submission, seed=one.seed, limits=settings.limits, sandbox=sandbox) for one in pieces]
    finally:
        sandbox.close()


def _bare(report: Report) -> Report:
    """Without the source, which the other end has."""
    return replace(report, submission=replace(report.submission, source=b""))
