"""The checks of a hidden suite: pytest collects them once, a plain loop asks them of one submission after another.

An author runs a suite with plain pytest, for which this module is a plugin:

    pytest -p grader.grading.checks --submission FILE grader/suites/exercise03_bias_correction.py

and the kit takes the very same suites with `load_suite`, asks each check through `Suite.examine` and turns what it
raises into a CheckResult. The loop is ours, for pytest's own way from a check to a report costs several times
what a check does.
"""

from __future__ import annotations

import functools
import inspect
import os
import re
import sys
import threading
import zlib
from collections.abc import Callable, Container, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec import Struct, field

from grader import course
from grader.course import location
from grader.errors import BrokenSuite, KitError
from grader.execution.recall import Listener, Recall
from grader.execution.session import CallFailed, SubmissionSession
from grader.execution.student import Student
from grader.model import Check, CheckResult, Exercise, Finding
from grader.sandbox import open_sandbox
from grader.submission import read_submission
from grader.suites.toolkit.contract import Contract
from grader.suites.toolkit.law import LawBroken, Waiting
from grader.suites.toolkit.plain import plain
from grader.surroundings import clear_pytest_environment

UNUSED = ("terminal", "cacheprovider", "junitxml", "pastebin", "stepwise", "doctest", "faulthandler", "setuponly",
          "setupplan", "logging", "unraisableexception", "threadexception", "warnings", "debugging", "tmpdir",
          "monkeypatch", "recwarn", "legacypath", "subtests", "skipping", "pytester_assertions", "capture",
          "unittest")  # fmt: skip
"""Of pytest's own plugins, those that cost start-up time and give a suite nothing."""
WAITS = "This can be told once the numbers are right."
HIDDEN = "This law did not hold. Its inputs are kept back, so that no program can be fitted to them."

_BARE_GENERATOR = re.compile(r"'yield' keyword is allowed in fixtures, but not in tests \((\w+)\)")
"""How pytest refuses a generator that no decorator has made a check of."""

_SESSION = pytest.StashKey[SubmissionSession]()
_COLLECTING = threading.Lock()
"""pytest is called by one thread at a time: it looks at the whole process."""
_CHANGED: dict[Path, int] = {}
"""When each suite that was collected had changed last, in nanoseconds."""


class Verdict(Struct, frozen=True):
    """What a check found."""

    result: CheckResult
    finding: Finding | None = None
    """What it says of the whole function, besides."""


class Suite(Struct, frozen=True):
    """The checks of one exercise, ready to be asked."""

    checks: tuple[CollectedCheck, ...]
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    """What the suite declares of its functions, by their names."""

    def examine(self, session: SubmissionSession, only: str | None = None) -> list[CheckResult]:
        """Ask every check of one submission, or those of one function, and return the verdicts in the suite's order.

        Raises BrokenSuite when a check raises anything but its verdict.
        """
        asked = [check for check in self.checks if only in (None, check.check.function)]
        # What is held back comes last: where all share a process, nothing shown may follow it.
        in_order = sorted(asked, key=CollectedCheck.order)
        session.expect(question for check in in_order for question in check.recall.foresee(session.seed))
        results = {check.name: check.examine(session) for check in in_order}
        return [results[check.name] for check in asked]


def load_suite(exercise: Exercise) -> Suite:
    """Return the exercise's suite, collected once in this process and anew when its file changes.

    Raises BrokenSuite where pytest cannot collect it.
    """
    path = course.locate_suite(exercise)
    with _COLLECTING:
        changed = path.stat().st_mtime_ns if path.exists() else 0
        if _CHANGED.setdefault(path, changed) != changed:
            # pytest would take the module of before.
            sys.modules.pop(f"grader.suites.{path.stem}", None)
            _CHANGED[path] = changed
        return _collect(exercise, path, changed)


@functools.lru_cache(maxsize=64)
def _collect(exercise: Exercise, path: Path, _changed: int) -> Suite:
    collector = _Collector(path)
    off = [word for name in UNUSED for word in ("-p", f"no:{name}")]
    if exercise.course:
        # pytest calls such a module by its stem alone: another course's may be there, or an older one of this.
        sys.modules.pop(path.stem, None)
    options = ["--collect-only", "--assert=plain", "--noconftest", "--import-mode=importlib", "-c", os.devnull]
    with clear_pytest_environment():
        code = pytest.main([*off, *options, f"--rootdir={path.parent}", str(path)], plugins=[_Fixtures(), collector])
    if bare := _BARE_GENERATOR.search(collector.why):
        lines = path.read_text("utf-8", "replace").splitlines()
        number = next((number for number, line in enumerate(lines, 1) if f"def {bare[1]}(" in line), 1)
        raise BrokenSuite(
            f"{path.name}, line {number}: {bare[1]} yields calls, and nothing makes a check of it.",
            "Decorate it with a method of the function's contract: @moments.probes(1), or @moments.relations(1).",
        )
    if code != pytest.ExitCode.OK or not collector.items:
        raise BrokenSuite(
            f"The suite {path.name} could not be run{collector.why}.",
            f"Run it alone: pytest -p grader.grading.checks --submission {course.locate_stub(exercise)} {path}",
        )
    declared = [vars(item.module).values() for item in collector.items[:1] if isinstance(item, pytest.Function)]
    contracts = {value.function: value for values in declared for value in values if isinstance(value, Contract)}
    alone = {contract.function for contract in contracts.values() if contract.alone}
    return Suite(tuple(CollectedCheck.make(item, alone) for item in collector.items), contracts)


class _Collector:
    """Keeps the checks as pytest found them: their functions, marks and parameters."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.items: list[pytest.Item] = []
        self.why = ""
        """Why the suite could not be collected: the last line of what pytest has to say."""

    @pytest.hookimpl
    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the mark known."""
        _register_marks(config)

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(self, collection_path: Path) -> bool:
        """Leave out what stands beside the suite and its folders, all of which pytest would look at."""
        return collection_path.name not in self.path.parts

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep the reason why the suite could not be collected."""
        if report.failed:
            lines = [line.removeprefix("E").strip() for line in str(report.longrepr).splitlines() if line.strip()]
            self.why = f" ({lines[-1]})" if lines else ""

    @pytest.hookimpl
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Keep the checks."""
        self.items = list(session.items)


class _Fixtures:
    """What a check may ask for."""

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Student:
        """Return the functions of the submission under examination."""
        session = request.config.stash[_SESSION]
        begin_check(session, read_check(request.node))
        return Student(session)

    @pytest.fixture
    def draw(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Return random inputs: the same for the same seed and check, whatever ran before."""
        return make_draw(request.config.stash[_SESSION], request.node.name)


def begin_check(session: SubmissionSession, check: Check, *, alone: bool = False) -> None:
    """Let a check begin: in the process of the others where it stands in no group `alone`."""
    session.begin(check.function, held_back=check.held_back, alone=alone)
    session.last_call = {}


def make_draw(session: SubmissionSession, name: str) -> np.random.Generator:
    """Return the random numbers of one check."""
    return np.random.default_rng([session.seed, zlib.crc32(name.encode())])


class CollectedCheck(Struct, frozen=True, eq=False):
    """One check as pytest found it."""

    check: Check
    call: Callable[..., object]
    asks: tuple[str, ...]
    """Which of `student` and `draw` it takes."""
    name: str
    """With its parameters, so that each draws inputs of its own."""
    parameters: Mapping[str, object]
    path: Path
    alone: bool
    """Whether its function's checks have a process of their own."""
    recall: Recall[Verdict] = field(default_factory=Recall)

    @classmethod
    def make(cls, item: pytest.Item, alone: Container[str]) -> CollectedCheck:
        """Make one of what pytest found; raises BrokenSuite for a check that asks for what is not there."""
        assert isinstance(item, pytest.Function)
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        asks = tuple(inspect.signature(item.function).parameters)
        unknown = set(asks) - {"student", "draw", *parameters}
        if unknown:
            raise BrokenSuite(f"{item.name} asks for {unknown.pop()}.", "A check may ask for student and draw.")
        check = read_check(item)
        return cls(check, item.obj, asks, item.name, parameters, Path(item.path), check.function in alone)

    def order(self) -> tuple[str, bool]:
        """Return its place in the order of asking: process by process, what is held back last."""
        return self.check.function if self.alone else "", self.check.held_back

    def examine(self, session: SubmissionSession) -> CheckResult:
        """Return the verdict on one submission."""
        begin_check(session, self.check, alone=self.alone)

        def judge(listening: Listener[Verdict]) -> Verdict:
            try:
                self._run(listening.student, session)
            except Exception as error:
                return give_verdict(self.check, session, error, self.path)
            return give_verdict(self.check, session, None, self.path)

        verdict = self.recall.run(session, judge, given=session.seed)
        if verdict.finding is not None:
            session.add_finding(verdict.finding)
        return verdict.result

    def _run(self, student: Student, session: SubmissionSession) -> None:
        given = {"student": student, **self.parameters}
        if "draw" in self.asks:
            given["draw"] = make_draw(session, self.name)
        # What overflows in a stranger's numbers is the law's to judge, not the screen's to tell.
        with np.errstate(all="ignore"):
            self.call(**{name: given[name] for name in self.asks})


def read_check(item: pytest.Item) -> Check:
    """Read what a suite says of one of its checks; raises BrokenSuite where its mark is missing or incomplete."""
    mark = item.get_closest_marker("check")
    if mark is None:
        raise BrokenSuite(f"{item.nodeid} has no @pytest.mark.check.", "Give it points and the function it examines.")
    if not isinstance(mark.kwargs.get("function"), str):
        raise BrokenSuite(
            f"The check {item.name} does not say whom it examines.", "Write @pytest.mark.check(function=…)."
        )
    says, because = _split_docstring(item.function.__doc__ or "")  # type: ignore[attr-defined]
    held = item.get_closest_marker("held_back") is not None
    return Check(
        item.name.removeprefix("test_"),
        says,
        mark.kwargs["function"],
        float(mark.kwargs.get("points", 1)),
        held,
        because,
    )


def _split_docstring(docstring: str) -> tuple[str, str]:
    """Return the law, and what breaking it does to a run."""
    first, _, rest = inspect.cleandoc(docstring).partition("\n\n")
    return " ".join(first.split()), " ".join(rest.split())


def give_verdict(check: Check, session: SubmissionSession, error: Exception | None, path: Path) -> Verdict:
    """Return what one check found; anything raised that is no verdict raises BrokenSuite."""
    common = dict(
        id=check.id, says=check.says, function=check.function, max_points=check.points, held_back=check.held_back
    )
    match error:
        case None:
            return Verdict(CheckResult(**common, outcome="passed", points=check.points))  # type: ignore[arg-type]
        case LawBroken() if check.held_back:
            return Verdict(CheckResult(**common, outcome="failed", points=0.0, message=HIDDEN))  # type: ignore[arg-type]
        case LawBroken():
            finding = Finding(*FAULTS[error.fault], check.function) if error.fault != "value" else None
            given = error.given if error.given is not None else _show_call(session)
            result = CheckResult(
                **common,  # type: ignore[arg-type]
                outcome="failed",
                points=0.0,
                message=f"{error.says} {error.because or check.because}".strip(),
                expected=error.expected,
                actual=error.actual,
                given=given,
            )
            return Verdict(result, finding)
        case Waiting():
            return Verdict(CheckResult(**common, outcome="waiting", points=0.0, message=WAITS))  # type: ignore[arg-type]
        case CallFailed():
            outcome = "failed" if error.is_answer else "unknown"
            shown = {} if check.held_back else _show_call(session)
            message = HIDDEN if check.held_back else error.finding.says
            return Verdict(CheckResult(**common, outcome=outcome, points=0.0, message=message, given=shown))  # type: ignore[arg-type]
        case KitError():
            raise error
    raise BrokenSuite(
        f"The check {check.id} raised {type(error).__name__}: {error}.",
        f"A check judges through `law`, `holds` or `exactly`: mend {path.name}.",
    )


FAULTS = {
    "shape": ("X-SHAPE", "The answer has another shape or kind than was asked for."),
    "nonfinite": ("X-NONFINITE", "The answer holds a number that is not finite (nan or inf)."),
}


def _show_call(session: SubmissionSession) -> dict[str, Any]:
    return {name: plain(value) for name, value in session.last_call.items()}


def _register_marks(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "check(points, function): one law, what it is worth and whom it examines")
    config.addinivalue_line("markers", "held_back: stays with the instructor when a student kit is released")


# What follows is for authors, who load this module with -p and see pytest's own screen.


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--submission FILE` and `--seed N`."""
    group = parser.getgroup("fallline")
    group.addoption("--submission", metavar="FILE", help="the file that the suite examines")
    group.addoption("--seed", type=int, default=0, help="seed of the drawn inputs")


@pytest.hookimpl
def pytest_configure(config: pytest.Config) -> None:
    """Open a session for the file that `--submission` names."""
    _register_marks(config)
    named = config.getoption("--submission", None)
    if named is None:
        return
    suites = [
        Path(word) for word in (argument.partition("::")[0] for argument in config.args) if Path(word).suffix == ".py"
    ]
    if not suites:
        raise pytest.UsageError("name one suite, such as grader/suites/exercise03_bias_correction.py")
    exercise = course.find_exercise(suites[0].stem, location.load_course_of_suite(suites[0]))
    sandbox = open_sandbox()
    config.add_cleanup(sandbox.close)
    seed = config.getoption("--seed")
    config.stash[_SESSION] = SubmissionSession(
        read_submission(exercise, Path(named)), course.read_parameters(exercise), sandbox, seed=seed
    )
    config.add_cleanup(config.stash[_SESSION].renew)
    config.pluginmanager.register(_Fixtures())
