"""Frequent slips by their own names, each with the line where it stands.

A fault of the signature (what is taken, what is returned) is told before any idea about the numbers. A slip of writing
(precedence, `^`, `//`, rounding, `np.empty`) is tried: the student's own code runs once more without it, and it is
named only where an answer was off and every one is right then.
"""

from __future__ import annotations

from msgspec.structs import replace

from grader.diagnosis.slips.signature import find_signature_slip
from grader.diagnosis.slips.slip import Slip
from grader.diagnosis.slips.writing import find_writing_slip
from grader.diagnosis.trial import Trial
from grader.execution.session import SubmissionSession
from grader.misconceptions.toolkit import Family
from grader.model import Diagnosis, Plain


def add_slip(session: SubmissionSession, family: Family, trial: Trial, diagnosis: Diagnosis) -> Diagnosis:
    """Return the diagnosis with the slip behind it, where there is one; else the diagnosis as it is."""
    slip = find_slip(session, family, trial, diagnosis)
    if slip is None:
        return diagnosis
    written: dict[str, Plain] = {
        "id": slip.id,
        "headline": slip.headline,
        "says": slip.says,
        "line": slip.line,
        "cell": slip.cell,
    }
    evidence: dict[str, Plain] = {**diagnosis.evidence, "slip": written}
    says = f"{slip.headline[:1].upper()}{slip.headline[1:]}: {slip.says}"
    if diagnosis.misconceptions and not slip.of_signature:
        return replace(diagnosis, evidence=evidence)
    kept = tuple(name for name in diagnosis.misconceptions if name.startswith("X-"))
    return replace(diagnosis, misconceptions=kept, alternatives=(), says=says, hint="", evidence=evidence)


def find_slip(session: SubmissionSession, family: Family, trial: Trial, diagnosis: Diagnosis) -> Slip | None:
    """Find the slip behind a function's answers; None where none is known."""
    return find_signature_slip(session, family, trial, diagnosis) or find_writing_slip(session, family, trial)
