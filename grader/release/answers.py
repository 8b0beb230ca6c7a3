"""Looking for answers by running them: which function of a kit would do if somebody handed it in.

Every function and lambda of every file, also inside other functions, is put behind the walls in its file's own words
and called with the numbers that the stubs work out by hand, under the name of each function of an exercise. What
gives those numbers is then graded by the exercise's suite, as a submission is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from grader import course
from grader.authoring.stubs import is_same
from grader.diagnosis.by_hand import Example, read_examples
from grader.execution.session import SubmissionSession
from grader.grading.checks import suite_of
from grader.model import Exercise, Submission
from grader.release.asking import QUICK, ask_all
from grader.release.candidates import Candidate, candidates, silent
from grader.sandbox import Sandbox

JUDGES = ("grader/suites/",)
"""Where a function may give right answers: laws compare with them. A kit's README names each."""
ENOUGH = 0.5
"""Share of a function's points above which a function would do for an answer."""


class Found(Struct, frozen=True):
    """One function of a kit that would do for an answer."""

    file: str
    line: int
    """Where it stands."""
    name: str
    """What it is called there."""
    function: str
    """Which function of an exercise it answers like."""
    points: float
    most: float

    @property
    def judges(self) -> bool:
        """Whether it stands where laws are judged."""
        return self.file.startswith(JUDGES)

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.name} does for {self.function} ({self.points:g} of {self.most:g})"


def answers(files: Mapping[str, bytes], exercises: tuple[Exercise, ...], sandbox: Sandbox) -> list[Found]:
    """Find every function of these files that would do for an answer."""
    asked = [
        (exercise, example)
        for exercise in exercises
        for example in {one.function: one for one in read_examples(exercise)}.values()
    ]
    found: list[Found] = []
    for name, held in sorted(files.items()):
        if name.endswith(".py"):
            found += _in_file(name, held.decode("utf-8", "replace"), asked, sandbox)
    return found


def _in_file(name: str, source: str, asked: Sequence[tuple[Exercise, Example]], sandbox: Sandbox) -> Iterator[Found]:
    questions = [example for _, example in asked]
    counts = {len(example.arguments) for example in questions}
    known = [one for one in candidates(source) if any(map(one.takes, counts))]
    for place, number, answer in ask_all(name, source, known, questions, sandbox) if known else ():
        exercise, example = asked[number]
        if is_same(answer, example.answer):
            yield from _graded(name, source, known[place], exercise, example.function, sandbox)


def _graded(
    name: str, source: str, one: Candidate, exercise: Exercise, function: str, sandbox: Sandbox
) -> Iterator[Found]:
    handed = f"{silent(source)}\n{one.source}\n{function} = _candidate\n".encode()
    submission = Submission(exercise, None, handed, f"{exercise.stem}.py", hashlib.sha256(handed).hexdigest())
    session = SubmissionSession(submission, course.parameters(exercise), sandbox, QUICK)
    results = suite_of(exercise).examine(session, only=function)
    session.close()
    points, most = sum(check.points for check in results), sum(check.max_points for check in results)
    if points > ENOUGH * most:
        yield Found(name, one.line, one.name, function, round(points, 2), round(most, 2))
