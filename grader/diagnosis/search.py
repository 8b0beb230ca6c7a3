"""From a function that lost a law to its diagnosis: try it out, match it, name what matches or tell what is seen."""

from __future__ import annotations

from functools import lru_cache

from grader.diagnosis.chance import explain_drawn
from grader.diagnosis.matching import find_match, is_right
from grader.diagnosis.naming import make_named_diagnosis, make_unnamed_diagnosis
from grader.diagnosis.slips import add_slip
from grader.diagnosis.symptoms import find_symptoms, is_plainer
from grader.diagnosis.trial import Trial, drop_refused_numbers, try_out
from grader.execution.recall import Recall, RecalledSession
from grader.execution.session import Respondent, SubmissionSession
from grader.misconceptions.toolkit import Family
from grader.model import Diagnosis


def find_diagnosis(session: SubmissionSession, family: Family) -> Diagnosis | None:
    """Find the slip, the ideas or the symptoms behind a function that lost a law; None where it gave no numbers."""
    recall = _make_recall(family)
    session.expect(recall.foresee())
    explained = recall.run(session, lambda heard: _explain(RecalledSession(heard), family))
    return None if explained is None else add_slip(session, family, *explained)


@lru_cache(maxsize=64)
def _make_recall(_family: Family) -> Recall[tuple[Trial, Diagnosis] | None]:
    return Recall(holds_answers=True)


def _explain(session: Respondent, family: Family) -> tuple[Trial, Diagnosis] | None:
    """Try the function out; return the trial and the diagnosis, by ideas or else by symptoms, or None."""
    trial = try_out(session, family)
    if trial is None:
        return None
    if family.reads:
        return trial, explain_drawn(session, family, trial)
    arrays, telling = drop_refused_numbers(family, trial)
    if is_right(arrays, telling.answers):
        return trial, make_unnamed_diagnosis(family, trial, find_symptoms(session, family, trial))
    match = find_match(arrays, telling.answers)
    ideas = 0 if match is None else len(match.choices[0])
    if match is None or (ideas > 1 and is_plainer(session, arrays, telling, ideas)):
        return trial, make_unnamed_diagnosis(arrays, telling, find_symptoms(session, arrays, telling))
    return trial, make_named_diagnosis(arrays, telling, match)
