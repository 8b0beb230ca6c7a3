"""Frequent slips by their own names, each with the line where it stands.

A fault of the contract (what is taken, what is returned) is told before any idea about the numbers. A slip of writing
(precedence, `^`, `//`, rounding) is tried: the student's own code runs once more without it, and only where every
answer is right then is it named.
"""

from __future__ import annotations

from msgspec.structs import replace

from grader.diagnosis.slips import signature, writing
from grader.diagnosis.slips.slip import Slip
from grader.diagnosis.trial import Trial
from grader.execution.session import SubmissionSession
from grader.misconceptions.toolkit import Family
from grader.model import Diagnosis, Plain


def add_slip(session: SubmissionSession, family: Family, trial: Trial, found: Diagnosis) -> Diagnosis:
    """Give a diagnosis the slip behind it, where there is one."""
    slip = find_slip(session, family, trial, found)
    if slip is None:
        return found
    told: dict[str, Plain] = {
        "id": slip.id,
        "headline": slip.headline,
        "says": slip.says,
        "line": slip.line,
        "cell": slip.cell,
    }
    evidence: dict[str, Plain] = {**found.evidence, "slip": told}
    says = f"{slip.headline[:1].upper()}{slip.headline[1:]}: {slip.says}"
    if found.misconceptions and not slip.of_signature:
        return replace(found, evidence=evidence)
    kept = tuple(name for name in found.misconceptions if name.startswith("X-"))
    return replace(found, misconceptions=kept, alternatives=(), says=says, hint="", evidence=evidence)


def find_slip(session: SubmissionSession, family: Family, trial: Trial, found: Diagnosis) -> Slip | None:
    """The slip behind a function's answers; None where none is known."""
    return signature.find_signature_slip(session, family, trial, found) or writing.find_writing_slip(
        session, family, trial
    )
