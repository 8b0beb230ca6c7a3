"""The pytest plugin that runs a hidden suite against submissions, in one session for one or a thousand.

An author runs a suite with plain pytest:

    pytest -p grader.checking --submission FILE grader/suites/exercise03_bias_correction.py

and the kit runs the very same suites through `run`, which feeds submission after submission to one
session. A check asks the `student` fixture and judges with `law`; what it raises becomes a CheckResult.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from grader import course
from grader.desk import CallFailed, Desk, Student
from grader.errors import BrokenSuite
from grader.model import Check, CheckResult, Exercise, Finding
from grader.sandbox import open_sandbox
from grader.submission import read
from grader.suites.toolkit.law import LawBroken
from grader.suites.toolkit.plain import plain

UNUSED = ("terminal", "cacheprovider", "junitxml", "pastebin", "stepwise", "doctest", "faulthandler", "setuponly",
          "setupplan", "logging", "unraisableexception", "threadexception", "warnings", "debugging", "tmpdir",
          "monkeypatch", "recwarn", "legacypath", "subtests", "skipping", "pytester_assertions")  # fmt: skip
"""Of pytest's own plugins, those that cost start-up time and give a suite nothing."""
HIDDEN = "One of the checks that your instructor keeps did not hold."

Done = Callable[[Desk, list[CheckResult]], None]
_DESK = pytest.StashKey[Desk]()


def run(exercise: Exercise, desks: Iterable[Desk], done: Done) -> None:
    """Run the exercise's suite against each desk in turn, in one session; `done` hears each one's results.

    Raises BrokenSuite when a check raises anything but its verdict.
    """
    stream = _Stream(desks, done)
    off = [word for name in UNUSED for word in ("-p", f"no:{name}")]
    suite = course.suite(exercise)
    options = ["-s", "--assert=plain", "--noconftest", "--import-mode=importlib", "-c", os.devnull]
    before = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        code = pytest.main([*off, *options, f"--rootdir={suite.parent}", str(suite)], plugins=[_Fixtures(), stream])
    finally:
        if before is None:
            del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        else:
            os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = before
    if stream.stopped:
        raise KeyboardInterrupt
    if stream.broken is not None:
        raise stream.broken
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or stream.unheard:
        raise BrokenSuite(
            f"The suite {suite.name} could not be run.", f"Run it alone: pytest -p grader.checking {suite}"
        )


class _Fixtures:
    """What a check may ask for."""

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Student:
        """The functions of the submission under examination."""
        desk = request.config.stash[_DESK]
        _settle(desk, check_of(request.node))
        return Student(desk)

    @pytest.fixture
    def draw(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Random inputs: the same for the same seed and check, whatever ran before."""
        desk = request.config.stash[_DESK]
        return np.random.default_rng([desk.seed, zlib.crc32(request.node.name.encode())])


class _Stream:
    """Replaces pytest's own loop by one over submissions."""

    def __init__(self, desks: Iterable[Desk], done: Done) -> None:
        self._desks = desks
        self._done = done
        self._results: list[CheckResult] = []
        self.broken: Exception | None = None
        self.unheard = True
        """Until the suite has been collected and the loop begins."""
        self.stopped = False

    @pytest.hookimpl
    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the mark known."""
        _mark(config)

    @pytest.hookimpl
    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Tell Ctrl-C apart from pytest's own ways of stopping, which are subclasses of it."""
        self.stopped = excinfo.type is KeyboardInterrupt

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every check for every submission."""
        if session.testsfailed or not session.items:
            raise session.Failed("the suite could not be collected")
        self.unheard = False
        for desk in self._desks:
            session.config.stash[_DESK] = desk
            self._results = []
            for item, following in zip(session.items, [*session.items[1:], None], strict=False):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self.broken is not None:
                    return True
            try:
                self._done(desk, self._results)
            except Exception as error:
                # pytest would make an internal error of it; it is the caller's own.
                self.broken = error
                return True
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Turn what a check raised into a result.

        In place of pytest's own report: its traceback, which nobody would read, takes a hundred times as
        long as a check.
        """
        error = call.excinfo.value if call.excinfo is not None else None
        if call.when == "call" or error is not None:
            try:
                self._results.append(result(item, error))
            except BrokenSuite as broken:
                self.broken = broken
        outcome: Literal["passed", "failed"] = "passed" if error is None else "failed"
        assert call.when != "collect"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)


def check_of(item: pytest.Item) -> Check:
    """What a suite says of one of its checks."""
    mark = item.get_closest_marker("check")
    if mark is None:
        raise BrokenSuite(f"{item.nodeid} has no @pytest.mark.check.", "Give it points and the function it examines.")
    words = " ".join((item.function.__doc__ or "").split())  # type: ignore[attr-defined]
    held = item.get_closest_marker("held_back") is not None
    return Check(
        item.name.removeprefix("test_"),
        words,
        mark.kwargs["function"],
        float(mark.kwargs.get("points", 1)),
        held,
    )


def result(item: pytest.Item, error: BaseException | None) -> CheckResult:
    """The verdict of one check; anything raised that is none is our fault."""
    check = check_of(item)
    desk = item.config.stash[_DESK]
    told = dict(id=check.id, says=check.says, function=check.function, max_points=check.points)
    match error:
        case None:
            return CheckResult(**told, outcome="passed", points=check.points)  # type: ignore[arg-type]
        case LawBroken() if check.held_back:
            return CheckResult(**told, outcome="failed", points=0.0, message=HIDDEN)  # type: ignore[arg-type]
        case LawBroken():
            if error.fault != "value":
                desk.found(Finding(*FAULTS[error.fault], check.function))
            given = error.given if error.given is not None else _shown(desk)
            return CheckResult(
                **told,  # type: ignore[arg-type]
                outcome="failed",
                points=0.0,
                message=error.because,
                expected=error.expected,
                actual=error.actual,
                given=given,
            )
        case CallFailed():
            outcome = "failed" if error.told else "unknown"
            shown = {} if check.held_back else _shown(desk)
            message = HIDDEN if check.held_back else error.finding.says
            return CheckResult(**told, outcome=outcome, points=0.0, message=message, given=shown)  # type: ignore[arg-type]
    raise BrokenSuite(
        f"The check {item.name} raised {type(error).__name__}: {error}.",
        f"A check judges through `law`, `holds` or `exactly`: mend {Path(item.path).name}.",
    )


FAULTS = {
    "shape": ("X-SHAPE", "The answer has another shape or kind than was asked for."),
    "nonfinite": ("X-NONFINITE", "The answer holds a number that is not finite (nan or inf)."),
}


def _shown(desk: Desk) -> dict[str, Any]:
    return {name: plain(value) for name, value in desk.last_call.items()}


def _settle(desk: Desk, check: Check) -> None:
    """A fresh worker for each group of checks: what one function's checks saw, the next one's cannot use."""
    group = (check.function, check.held_back)
    if desk.group != group:
        if desk.group is not None:
            desk.fresh()
        desk.group = group
    desk.last_call = {}


def _mark(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "check(points, function): one law, what it is worth and whom it examines")
    config.addinivalue_line("markers", "held_back: stays with the instructor when a student kit is released")


# What follows is for authors, who load this module with -p and see pytest's own screen.


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--submission FILE` and `--seed N`."""
    group = parser.getgroup("fallline")
    group.addoption("--submission", metavar="FILE", help="the file that the suite examines")
    group.addoption("--seed", type=int, default=0, help="seed of the drawn inputs")


@pytest.hookimpl
def pytest_configure(config: pytest.Config) -> None:
    """Lay the named file on the desk."""
    _mark(config)
    named = config.getoption("--submission", None)
    if named is None:
        return
    suites = [Path(word).stem for word in config.args if Path(word).suffix == ".py"]
    if not suites:
        raise pytest.UsageError("name one suite, such as grader/suites/exercise03_bias_correction.py")
    exercise = course.find(suites[0])
    sandbox = open_sandbox()
    config.add_cleanup(sandbox.close)
    seed = config.getoption("--seed")
    config.stash[_DESK] = Desk(read(exercise, Path(named)), course.parameters(exercise), sandbox, seed=seed)
    config.add_cleanup(config.stash[_DESK].fresh)
    config.pluginmanager.register(_Fixtures())
