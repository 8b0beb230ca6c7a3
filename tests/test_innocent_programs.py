"""Every program of tests/innocents, with the right solution below it, at every level that stands.

What honest programs do besides computing is no attempt and costs nothing. `# walls: …` in one names the levels
that offer what it needs: at `confined` there is no folder to write to, and none that holds the file itself.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from conftest import ROOT
from levels import TRIED_LEVELS

from grader import course
from grader.grading import grade_all
from grader.model import Report, Submission
from grader.sandbox import LEVELS, Limits, open_sandbox
from grader.submission import read_submission

PROGRAMS = sorted((Path(__file__).parent / "innocents").glob("*.py"))
STANDING = {standing.level: standing for standing in TRIED_LEVELS}
EXERCISE = course.find_exercise("3")
LIMITS = Limits(seconds=5.0)
"""Nobody here is to be late, however busy the machine."""


def _graded(level: str, submissions: list[Submission]) -> list[Report]:
    if not STANDING[level].stands:
        pytest.skip(f"the level {level} does not stand on this machine: {STANDING[level].reason}")
    reports: list[Report] = []
    sandbox = open_sandbox(level)
    try:
        grade_all(EXERCISE, submissions, reports.append, sandbox, limits=LIMITS)
    finally:
        sandbox.close()
    return reports


def _submission(path: Path, text: str) -> Submission:
    path.write_text(text, "utf-8")
    return read_submission(EXERCISE, path)


@pytest.mark.parametrize("level", LEVELS)
def test_what_honest_programs_do_is_no_attempt_and_costs_nothing(level, tmp_path):
    solution = (ROOT / "solutions" / f"{EXERCISE.stem}.py").read_text("utf-8")
    texts = {program.name: program.read_text("utf-8") for program in PROGRAMS}
    here = {n: t for n, t in texts.items() if level in (re.findall("^# walls: (.+)$", t, re.M) or [level])[0]}

    reports = _graded(level, [_submission(tmp_path / name, f"{text}\n\n{solution}") for name, text in here.items()])
    told = {name: (r.status, [f.says for f in r.findings]) for name, r in zip(here, reports, strict=True)}

    assert len(told) >= 20
    assert told == dict.fromkeys(told, ("passed", []))


HOLDS = """
import os

def ema_moments(*args):
    return None

found = []
for number in range(3, 2000):
    try:
        os.write(number, b"")
        found.append(number)
    except OSError:
        continue
print("open:", found)
"""


@pytest.mark.parametrize("level", ["strict", "confined"])
def test_a_worker_inherits_nothing_of_a_grader_with_many_open_files(level, tmp_path):
    """The number of the control socket is the grader's: a worker that held it could answer in the zygote's name."""
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(400)]
    try:
        (report,) = _graded(level, [_submission(tmp_path / "a.py", HOLDS)])
    finally:
        for descriptor in held:
            os.close(descriptor)

    assert "open: [3]" in report.output
    assert report.score == 0
