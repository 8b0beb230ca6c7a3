"""A small program on the session, and what diagnosis says of one of its functions."""

from __future__ import annotations

import contextlib
import hashlib
import textwrap

from grader import course
from grader.diagnosis import diagnose, load_families
from grader.execution.session import CallFailed, SubmissionSession
from grader.model import CheckResult, Diagnosis, Note, Submission
from grader.sandbox import Sandbox


def examined(sandbox: Sandbox, function: str, text: str, outcome: str = "failed") -> tuple[list[Diagnosis], list[Note]]:
    """Diagnoses and notes, had a check of the function come out so."""
    exercise = next(one for one in course.list_exercises() if function in one.functions)
    source = ("import numpy as np\n" + textwrap.dedent(text)).encode()
    submission = Submission(exercise, None, source, "small.py", hashlib.sha256(source).hexdigest())
    session = SubmissionSession(submission, course.read_parameters(exercise), sandbox)
    try:
        assert not session.gone
        with contextlib.suppress(CallFailed):
            session.call_value(function, *load_families(exercise)[function].probes[0])
        return diagnose(session, [CheckResult("law", "", function, outcome, 0.0, 1.0)])  # type: ignore[arg-type]
    finally:
        session.close()


def diagnosed(sandbox: Sandbox, function: str, text: str) -> Diagnosis:
    """The one diagnosis of a function that failed."""
    (found,), _ = examined(sandbox, function, text)
    return found
