"""The story of one submission on one page: desk → suite → diagnosis → Report."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from grader import course
from grader.desk import Desk
from grader.model import CheckResult, Diagnosis, Exercise, Note, Picture, Report, Submission, Walls
from grader.sandbox import Limits, Sandbox, open_sandbox


def grade(
    submission: Submission,
    *,
    seed: int = 0,
    limits: Limits | None = None,
    no_less: Walls = "process",
    pictures: bool = False,
) -> Report:
    """Grade one submission behind the best walls that stand; raises SandboxUnavailable where none is `no_less`."""
    reports: list[Report] = []
    sandbox = open_sandbox(no_less=no_less)
    try:
        # One worker a function; they load numpy while this process loads pytest.
        sandbox.prepare(0 if submission.problem else len(submission.exercise.functions))
        grade_pieces(
            submission.exercise, [(submission, seed)], reports.append, sandbox, limits=limits, pictures=pictures
        )
    finally:
        # The report is read meanwhile; Python itself waits for this thread before it ends.
        threading.Thread(target=sandbox.close, name="walls falling").start()
    return reports[0]


def grade_all(
    exercise: Exercise,
    submissions: Iterable[Submission],
    done: Callable[[Report], None],
    sandbox: Sandbox,
    *,
    seed: int = 0,
    limits: Limits | None = None,
) -> None:
    """Grade submissions of one exercise as a stream, all with one seed; `done` hears each Report."""
    grade_pieces(exercise, ((submission, seed) for submission in submissions), done, sandbox, limits=limits)


def grade_pieces(
    exercise: Exercise,
    pieces: Iterable[tuple[Submission, int]],
    done: Callable[[Report], None],
    sandbox: Sandbox,
    *,
    limits: Limits | None = None,
    pictures: bool = False,
) -> None:
    """Grade submissions of one exercise, each with its seed, in one session; `done` hears each Report."""
    from grader import checking, diagnosis

    # Walls that do not stand are told before a suite runs: they are no check's fault.
    walls = sandbox.walls
    parameters = course.parameters(exercise)
    started = time.perf_counter()

    def desks() -> Iterator[Desk]:
        nonlocal started
        for submission, seed in pieces:
            # Not before: a stream may wait for its next submission.
            started = time.perf_counter()
            yield Desk(submission, parameters, sandbox, limits, seed)

    def told(desk: Desk, checks: list[CheckResult]) -> None:
        try:
            diagnoses, notes = diagnosis.diagnose(desk, checks)
        except Exception as error:  # a grade that stands is worth more than its explanation
            diagnoses, notes = [], [Note("kit", f"The kit could not look further into these numbers ({error!r}).")]
        desk.notes += notes
        seen = _drawn(desk) if pictures else []
        done(_report(desk, checks, diagnoses, seen, walls, time.perf_counter() - started))

    checking.run(exercise, desks(), told)


def _drawn(desk: Desk) -> list[Picture]:
    try:
        from grader import pictures

        return pictures.drawn(desk)
    except Exception as error:  # as for a diagnosis
        desk.notes.append(Note("kit", f"The kit could not draw these numbers ({error!r})."))
        return []


def _report(
    desk: Desk,
    checks: list[CheckResult],
    diagnoses: list[Diagnosis],
    drawn: list[Picture],
    walls: Walls,
    seconds: float,
) -> Report:
    output = desk.close()
    checks, blank = desk.novelty.deserved(checks)
    problem = [desk.submission.problem] if desk.submission.problem else []
    findings = [f for f in desk.findings if f.id != "unwritten"] + desk.unwritten() + blank
    report = Report(
        submission=desk.submission,
        checks=tuple(checks),
        diagnoses=tuple(diagnoses),
        notes=tuple(desk.notes),
        findings=(*problem, *findings),
        walls=walls,
        output=output,
        seconds=seconds,
    )
    if not drawn:
        return report
    from grader.pictures import chosen

    return replace(report, pictures=chosen(drawn, report.status))
