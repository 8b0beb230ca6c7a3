"""The story of one submission on one page: session → suite → diagnosis → Report."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from grader import course
from grader.errors import WorkersLost
from grader.grading.size import fit_report
from grader.model import CheckResult, Demand, Diagnosis, Exercise, Note, Picture, Report, Submission, Walls
from grader.sandbox import Limits, Sandbox, open_sandbox

if TYPE_CHECKING:
    from grader.execution.session import SubmissionSession


def grade(
    submission: Submission,
    *,
    seed: int = 0,
    limits: Limits | None = None,
    sandbox: Sandbox | None = None,
    no_less: Demand = "process",
    pictures: bool = False,
    carry: bool = True,
) -> Report:
    """Grade one submission and return its Report.

    Whoever grades many passes a `sandbox` and keeps it; without one, the best walls that stand are opened for this
    submission alone. Raises SandboxUnavailable where none is `no_less`, and BrokenSuite where a check fails itself.
    """
    if sandbox is None:
        with _open_for_one(submission, no_less) as sandbox:
            return grade(submission, seed=seed, limits=limits, sandbox=sandbox, pictures=pictures, carry=carry)
    try:
        return _grade(submission, sandbox, seed=seed, limits=limits, pictures=pictures, carry=carry)
    except WorkersLost:
        # Short of memory, a machine may have ended them. The next worker comes from a new zygote.
        return _grade(submission, sandbox, seed=seed, limits=limits, pictures=pictures, carry=carry)


def _grade(
    submission: Submission,
    sandbox: Sandbox,
    *,
    seed: int,
    limits: Limits | None,
    pictures: bool,
    carry: bool,
) -> Report:
    """Grade one submission in a sandbox; raises WorkersLost where the machine took the workers meanwhile."""
    # Late: the walls go up while numpy, pytest and the suite are loaded.
    from grader.execution.session import SubmissionSession
    from grader.grading.carry import carry_forward, drop_carried, leave_points_out
    from grader.grading.checks import load_suite

    suite = load_suite(submission.exercise)
    # Walls that do not stand are told before a check runs: they are no check's fault.
    walls = sandbox.walls
    started = time.perf_counter()
    session = SubmissionSession(submission, course.read_parameters(submission.exercise), sandbox, limits, seed)
    try:
        checks = carry_forward(session, suite, suite.examine(session))
        checks = checks if carry else leave_points_out(checks)
        session.findings = drop_carried(session.findings, checks)
        diagnoses = _diagnose(session, checks)
        drawn = _draw(session) if pictures else []
        return _make_report(session, checks, diagnoses, drawn, walls, time.perf_counter() - started)
    finally:
        # Whatever ended this early, no worker is left behind.
        session.end()


def grade_all(
    exercise: Exercise,
    submissions: Iterable[Submission],
    done: Callable[[Report], None],
    sandbox: Sandbox,
    *,
    seed: int = 0,
    limits: Limits | None = None,
) -> None:
    """Grade submissions of one exercise in their order, all with one seed, and hand each Report to `done`."""
    for submission in submissions:
        assert submission.exercise == exercise
        done(grade(submission, seed=seed, limits=limits, sandbox=sandbox))


@contextmanager
def _open_for_one(submission: Submission, no_less: Demand) -> Iterator[Sandbox]:
    """Open a sandbox for one submission."""
    sandbox = open_sandbox(no_less=no_less)
    try:
        sandbox.prepare(0 if submission.problem else 1)
        yield sandbox
    finally:
        # The report is read meanwhile; Python itself waits for this thread before it ends.
        threading.Thread(target=sandbox.close, name="walls falling").start()


def _diagnose(session: SubmissionSession, checks: list[CheckResult]) -> list[Diagnosis]:
    try:
        from grader import diagnosis

        diagnoses, notes = diagnosis.diagnose(session, checks)
    except WorkersLost:
        raise
    except Exception as error:  # a grade that stands is worth more than its explanation
        diagnoses, notes = (
            [],
            [Note("kit", f"The kit could not look further into these numbers ({type(error).__name__}).")],
        )
    session.notes += notes
    return diagnoses


def _draw(session: SubmissionSession) -> list[Picture]:
    try:
        from grader import pictures

        return pictures.draw_pictures(session)
    except WorkersLost:
        raise
    except Exception as error:  # as for a diagnosis
        session.notes.append(Note("kit", f"The kit could not draw these numbers ({type(error).__name__})."))
        return []


def _make_report(
    session: SubmissionSession,
    checks: list[CheckResult],
    diagnoses: list[Diagnosis],
    drawn: list[Picture],
    walls: Walls,
    seconds: float,
) -> Report:
    output = session.close()
    checks, blank = session.novelty.withhold_points(checks)
    session.note_stand_ins(list(dict.fromkeys(check.function for check in checks if check.outcome == "failed")))
    problem = [session.submission.problem] if session.submission.problem else []
    findings = [f for f in session.findings if f.id != "unwritten"] + session.list_unwritten() + blank
    report = Report(
        submission=session.submission,
        checks=tuple(checks),
        diagnoses=tuple(diagnoses),
        notes=tuple(session.notes),
        findings=(*problem, *findings),
        walls=walls,
        output=output,
        printed=tuple(session.printed.values()),
        seconds=seconds,
    )
    if not drawn:
        return fit_report(report)
    from grader.pictures import choose_pictures

    return fit_report(replace(report, pictures=choose_pictures(drawn, report.status)))
