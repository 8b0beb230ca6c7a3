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
from grader.release.asking import QUICK_LIMITS, ask_all
from grader.release.candidates import Candidate, iterate_candidates, strip_main_block
from grader.release.contents import Progress, ignore_progress
from grader.release.known import ReleaseCache
from grader.sandbox import Sandbox

LAWS_FOLDERS = ("grader/suites/",)
"""Where a function may give right answers: laws compare with them. A kit's README names each."""
ANSWERS_FILE = "answers.json"
"""What the search found in each file is kept under this name."""
ENOUGH_SHARE = 0.5
"""Share of a function's points above which a function would do for an answer."""


class AnswerLeak(Struct, frozen=True):
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
        return self.file.startswith(LAWS_FOLDERS)

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.name} does for {self.function} ({self.points:g} of {self.most:g})"


def find_answers(
    files: Mapping[str, bytes], exercises: tuple[Exercise, ...], sandbox: Sandbox, progress: Progress = ignore_progress
) -> list[AnswerLeak]:
    """Find every function of these files that would do for an answer."""
    questions = [
        (exercise, example)
        for exercise in exercises
        for example in {example.function: example for example in read_examples(exercise)}.values()
    ]
    cache = ReleaseCache()
    earlier, new = _load_earlier_answers(cache), dict[str, list[AnswerLeak]]()
    all_leaks: list[AnswerLeak] = []
    for name, source in progress(sorted(files.items()), "Functions are tried as answers"):
        if name.endswith(".py"):
            digest = hashlib.sha256(b"\0".join([name.encode(), repr(exercises).encode(), source])).hexdigest()
            leaks = earlier.get(digest)
            if leaks is None:
                leaks, repeatable = _search_file(name, source.decode("utf-8", "replace"), questions, sandbox)
                new |= {digest: leaks} if repeatable else {}
            all_leaks += leaks
    if new:
        # Read once more: another search may have kept something meanwhile.
        cache.keep(ANSWERS_FILE, msgspec.json.encode(_load_earlier_answers(cache) | new))
    return all_leaks


def _load_earlier_answers(cache: ReleaseCache) -> dict[str, list[AnswerLeak]]:
    """Load what earlier searches found in each file, by a digest of it and of what was asked."""
    with contextlib.suppress(msgspec.MsgspecError):
        return msgspec.json.decode(cache.look_up(ANSWERS_FILE) or b"{}", type=dict[str, list[AnswerLeak]])
    return {}


def _search_file(
    name: str, source: str, questions: Sequence[tuple[Exercise, Example]], sandbox: Sandbox
) -> tuple[list[AnswerLeak], bool]:
    """Search one file; return its leaks, and whether a busier machine would find the same."""
    examples = [example for _, example in questions]
    counts = {len(example.arguments) for example in examples}
    tried_candidates = [candidate for candidate in iterate_candidates(source) if any(map(candidate.can_take, counts))]
    if not tried_candidates:
        return [], True
    leaks: list[AnswerLeak] = []
    trials, repeatable = ask_all(name, source, tried_candidates, examples, sandbox)
    for index, number, answer in trials:
        exercise, example = questions[number]
        if is_same(answer, example.answer):
            graded, in_time = _grade_candidate(
                name, source, tried_candidates[index], exercise, example.function, sandbox
            )
            leaks += graded
            repeatable = repeatable and in_time
    return leaks, repeatable


def _grade_candidate(
    name: str, source: str, candidate: Candidate, exercise: Exercise, function: str, sandbox: Sandbox
) -> tuple[list[AnswerLeak], bool]:
    """Grade a function as an answer; return it where it would do for one, and whether all calls came back in time."""
    source_code = f"{strip_main_block(source)}\n{candidate.source}\n{function} = _candidate\n".encode()
    submission = Submission(exercise, None, source_code, f"{exercise.stem}.py", hashlib.sha256(source_code).hexdigest())
    session = SubmissionSession(submission, course.read_parameters(exercise), sandbox, QUICK_LIMITS)
    try:
        results = load_suite(exercise).examine(session, only=function)
    finally:
        session.close()
    in_time = not any(finding.id == "timeout" for finding in session.findings)
    points, max_points = sum(check.points for check in results), sum(check.max_points for check in results)
    would_do = points > ENOUGH_SHARE * max_points
    return [
        AnswerLeak(name, candidate.line, candidate.name, function, round(points, 2), round(max_points, 2))
    ] if would_do else [], in_time
