"""From a function that lost a law to its diagnosis: try it out, match it, name what matches or tell what is seen."""

from __future__ import annotations

from grader.diagnosis.matching import is_right, match
from grader.diagnosis.naming import named, unnamed
from grader.diagnosis.slips import with_slip
from grader.diagnosis.symptoms import is_plainer, symptoms
from grader.diagnosis.trial import Trial, on_arrays, try_out
from grader.execution.session import SubmissionSession
from grader.misconceptions.toolkit import Family
from grader.model import Diagnosis


def look_into(session: SubmissionSession, family: Family) -> Diagnosis | None:
    """The slip, the ideas or the facts behind a function that lost a law; None where it gave no numbers to look at."""
    trial = try_out(session, family)
    return None if trial is None else with_slip(session, family, trial, _explain(session, family, trial))


def _explain(session: SubmissionSession, family: Family, trial: Trial) -> Diagnosis:
    """The ideas behind its numbers, or the facts."""
    arrays, telling = on_arrays(family, trial)
    if is_right(arrays, telling.answers):
        return unnamed(family, trial, symptoms(session, family, trial))
    found = match(arrays, telling.answers)
    ideas = 0 if found is None else len(found.choices[0])
    if found is None or (ideas > 1 and is_plainer(session, arrays, telling, ideas)):
        return unnamed(arrays, telling, symptoms(session, arrays, telling))
    return named(arrays, telling, found)
