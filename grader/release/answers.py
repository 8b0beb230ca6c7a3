"""Looking for answers by running them: which function of a kit would do if somebody handed it in.

Every function and lambda of every file, also inside other functions, is put behind the walls in its file's own words
and called with the numbers that the stubs work out by hand, under the name of each function of an exercise. What
gives those numbers is then graded by the exercise's suite, as a submission is.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from grader import course
from grader.authoring.stubs import is_same
from grader.diagnosis.by_hand import Example, read_examples
from grader.execution.session import SubmissionSession
from grader.grading.checks import load_suite
from grader.model import Exercise, Submission
from grader.release.asking import QUICK, ask_all
from grader.release.candidates import Candidate, candidates, silent
from grader.release.contents import Watch, unwatched
from grader.release.known import Known
from grader.sandbox import Sandbox

JUDGES = ("grader/suites/",)
"""Where a function may give right answers: laws compare with them. A kit's README names each."""
SEARCHED = "answers.json"
"""What the search found in each file is kept under this name."""
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


def find_answers(
    files: Mapping[str, bytes], exercises: tuple[Exercise, ...], sandbox: Sandbox, watch: Watch = unwatched
) -> list[Found]:
    """Find every function of these files that would do for an answer."""
    asked = [
        (exercise, example)
        for exercise in exercises
        for example in {one.function: one for one in read_examples(exercise)}.values()
    ]
    known = Known()
    before, now = _searched(known), dict[str, list[Found]]()
    found: list[Found] = []
    for name, held in watch(sorted(files.items()), "Functions are tried as answers"):
        if name.endswith(".py"):
            text = hashlib.sha256(b"\0".join([name.encode(), repr(exercises).encode(), held])).hexdigest()
            mine = before.get(text)
            if mine is None:
                mine, sure = _in_file(name, held.decode("utf-8", "replace"), asked, sandbox)
                now |= {text: mine} if sure else {}
            found += mine
    if now:
        known.keep(SEARCHED, msgspec.json.encode(before | now))
    return found


def _searched(known: Known) -> dict[str, list[Found]]:
    """What earlier searches found in each file, by a digest of it and of what was asked."""
    with contextlib.suppress(msgspec.MsgspecError):
        return msgspec.json.decode(known.look_up(SEARCHED) or b"{}", type=dict[str, list[Found]])
    return {}


def _in_file(
    name: str, source: str, asked: Sequence[tuple[Exercise, Example]], sandbox: Sandbox
) -> tuple[list[Found], bool]:
    """What one file holds, and whether the same would be found another time, on a machine with more to do."""
    questions = [example for _, example in asked]
    counts = {len(example.arguments) for example in questions}
    mine = [one for one in candidates(source) if any(map(one.takes, counts))]
    if not mine:
        return [], True
    found: list[Found] = []
    tried, sure = ask_all(name, source, mine, questions, sandbox)
    for place, number, answer in tried:
        exercise, example = asked[number]
        if is_same(answer, example.answer):
            graded, in_time = _graded(name, source, mine[place], exercise, example.function, sandbox)
            found += graded
            sure = sure and in_time
    return found, sure


def _graded(
    name: str, source: str, one: Candidate, exercise: Exercise, function: str, sandbox: Sandbox
) -> tuple[list[Found], bool]:
    """What a function gets as an answer, where it would do for one; and whether all its calls came back in time."""
    handed = f"{silent(source)}\n{one.source}\n{function} = _candidate\n".encode()
    submission = Submission(exercise, None, handed, f"{exercise.stem}.py", hashlib.sha256(handed).hexdigest())
    session = SubmissionSession(submission, course.read_parameters(exercise), sandbox, QUICK)
    results = load_suite(exercise).examine(session, only=function)
    session.close()
    in_time = not any(one.id == "timeout" for one in session.findings)
    points, most = sum(check.points for check in results), sum(check.max_points for check in results)
    does = points > ENOUGH * most
    return [Found(name, one.line, one.name, function, round(points, 2), round(most, 2))] if does else [], in_time
