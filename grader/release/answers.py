"""Looking for answers by running them: which function of a kit would do if somebody handed it in.

Every function and lambda of every file, also inside other functions, is put behind the walls in its file's own words
and called with the numbers that the stubs work out by hand, under the name of each function of an exercise. What
gives those numbers is then graded by the exercise's suite, as a submission is.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader import course
from grader.authoring.stubs import is_same
from grader.diagnosis.by_hand import Example, read_examples
from grader.execution.session import SubmissionSession
from grader.grading.checks import suite_of
from grader.model import Exercise, Submission
from grader.sandbox import Limits, Sandbox
from grader.sandbox.outcomes import Loaded, Returned
from grader.suites.toolkit.bundles import as_arrays

QUICK = Limits(seconds=0.5, load_seconds=5.0)
JUDGES = ("grader/suites/",)
"""Where a function may give right answers: laws compare with them. A kit's README names each."""
ENOUGH = 0.5
"""Share of a function's points above which a function would do for an answer."""


@dataclass(frozen=True, slots=True)
class Found:
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    line: int
    parameters: tuple[str, ...]
    least: int
    """Of its parameters, those without a default."""
    source: str
    """A statement that binds it to `_candidate`."""

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.least <= count <= len(self.parameters)


def answers(files: Mapping[str, bytes], exercises: tuple[Exercise, ...], sandbox: Sandbox) -> list[Found]:
    """Find every function of these files that would do for an answer."""
    by_count: dict[int, list[tuple[Exercise, Example]]] = {}
    for exercise in exercises:
        for example in {one.function: one for one in read_examples(exercise)}.values():
            by_count.setdefault(len(example.arguments), []).append((exercise, example))
    found: list[Found] = []
    for name, held in sorted(files.items()):
        if name.endswith(".py"):
            found += _in_file(name, held.decode("utf-8", "replace"), by_count, sandbox)
    return found


def _in_file(
    name: str, source: str, wanted: Mapping[int, list[tuple[Exercise, Example]]], sandbox: Sandbox
) -> Iterator[Found]:
    candidates = [
        one for one in _candidates(source) if any(one.least <= count <= len(one.parameters) for count in wanted)
    ]
    if not candidates:
        return
    aliases = "\n".join(f"{one.source}\n_candidate_{place} = _candidate" for place, one in enumerate(candidates))
    worker = sandbox.worker()
    if not isinstance(worker.load(f"{_silent(source)}\n{aliases}\n".encode(), name, QUICK), Loaded):
        worker.close()
        return
    for place, one in enumerate(candidates):
        for count, asked in wanted.items():
            for exercise, example in asked if one.takes(count) else ():
                if not worker.alive:
                    worker = sandbox.worker()
                    worker.load(f"{_silent(source)}\n{aliases}\n".encode(), name, QUICK)
                outcome = worker.call(f"_candidate_{place}", [_array(one) for one in example.arguments], QUICK, 1000)
                if isinstance(outcome, Returned) and is_same(outcome.value, example.answer):
                    yield from _graded(name, source, one, exercise, example.function, sandbox)
    worker.close()


def _graded(
    name: str, source: str, one: _Candidate, exercise: Exercise, function: str, sandbox: Sandbox
) -> Iterator[Found]:
    handed = f"{_silent(source)}\n{one.source}\n{function} = _candidate\n".encode()
    submission = Submission(exercise, None, handed, f"{exercise.stem}.py", hashlib.sha256(handed).hexdigest())
    session = SubmissionSession(submission, course.parameters(exercise), sandbox, QUICK)
    results = suite_of(exercise).examine(session, only=function)
    session.close()
    points, most = sum(check.points for check in results), sum(check.max_points for check in results)
    if points > ENOUGH * most:
        yield Found(name, one.line, one.name, function, round(points, 2), round(most, 2))


def _candidates(source: str) -> Iterator[_Candidate]:
    """Every function and lambda of a file; a stub's own, which only raise, are none."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            if not isinstance(node.body[-1], ast.Raise):
                yield _candidate(node, node.name, _bound(node))
        elif isinstance(node, ast.Lambda):
            yield _candidate(node, "a lambda", f"_candidate = {ast.unparse(node)}")


def _candidate(node: ast.FunctionDef | ast.Lambda, name: str, source: str) -> _Candidate:
    names = tuple(one.arg for one in (*node.args.posonlyargs, *node.args.args) if one.arg not in ("self", "cls"))
    return _Candidate(name, node.lineno, names, len(names) - len(node.args.defaults), source)


def _bound(node: ast.FunctionDef) -> str:
    """The function by itself, without decorators; a method is asked without its object."""
    bare = ast.parse(ast.unparse(node)).body[0]
    assert isinstance(bare, ast.FunctionDef)
    bare.name, bare.decorator_list, bare.returns = "_candidate", [], None
    for one in ast.walk(bare.args):
        if isinstance(one, ast.arg):
            one.annotation = None
    bare.args.posonlyargs = [one for one in bare.args.posonlyargs if one.arg not in ("self", "cls")]
    bare.args.args = [one for one in bare.args.args if one.arg not in ("self", "cls")]
    return ast.unparse(bare)


def _silent(source: str) -> str:
    """The file without what runs only when it is called as a program."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not (isinstance(node, ast.If) and "__name__" in ast.unparse(node.test))]
    return ast.unparse(tree)


def _array(value: Any) -> Any:
    """Formulas are written for arrays: a list of numbers is one."""
    return as_arrays(value) if isinstance(value, list) else value
