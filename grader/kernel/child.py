"""Grading in a process of its own: whatever cells have done to their kernel, it does not reach the one who judges."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from grader.errors import KitError
from grader.model import Report, Submission
from grader.view.document import build_report


def grade_in_child(submission: Submission, options: Sequence[str] = ()) -> Report:
    """Grade what a notebook holds as `grade NAME FILE` does. Raises KitError."""
    with tempfile.TemporaryDirectory(prefix="fallline-") as folder:
        path = Path(folder) / f"{submission.exercise.stem}.{submission.kind}"
        path.write_bytes(submission.source)
        printed = _run_grade([submission.exercise.stem, str(path), "--json", *options])
    if not printed.startswith("{"):
        # `--help` asks for no report.
        raise KitError(printed.strip(), "")
    # The file is gone; what was graded is the notebook.
    return replace(build_report(json.loads(printed)), submission=submission)


def _run_grade(words: Sequence[str]) -> str:
    """Run `grade` and return what it prints; who interrupts the cell ends it. Raises KitError on misuse."""
    command = [sys.executable, "-P", "-m", "grader", *words]
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError as error:
        raise KitError(f"No process can be started here ({error}).", "Grade the file from a terminal.") from None
    try:
        out, err = child.communicate()
    except BaseException:
        child.kill()
        child.communicate()
        raise
    if child.returncode not in (0, 1):
        raise KitError(err.decode("utf-8", "replace").strip().removeprefix("grade: "), "")
    return out.decode("utf-8", "replace")
