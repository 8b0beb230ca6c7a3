"""Whether drawn numbers come from the Generator that was handed over: asked twice, and with others."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.diagnosis.matching import Match, find_match, is_right
from grader.diagnosis.naming import make_named_diagnosis, make_unnamed_diagnosis
from grader.diagnosis.symptoms.case import Case
from grader.diagnosis.symptoms.shapes import find_no_real_numbers, find_not_finite
from grader.diagnosis.trial import Trial
from grader.execution.session import Respondent
from grader.misconceptions.toolkit import Family
from grader.model import Diagnosis
from grader.sandbox.generators import is_generator
from grader.sandbox.outcomes import Returned

SEEDS = (2, 3)
"""The seeds of the other Generators that are handed over."""


def explain_drawn(session: Respondent, family: Family, trial: Trial) -> Diagnosis:
    """Name the ideas behind drawn numbers: by how the numbers are spread, else by where they come from."""
    match = None if is_right(family, trial.answers) else find_match(family, trial.answers)
    case = Case(session, family, trial)
    # nan is like no nan, and inf like every inf, wherever they were drawn from.
    facts = [*find_not_finite(case), *find_no_real_numbers(case)]
    if match is None and not facts and (idea := _find_source_idea(session, family)):
        match = Match((((idea, 1),),))
    if match is None:
        return make_unnamed_diagnosis(family, trial, facts)
    return make_named_diagnosis(family, trial, match)


def _find_source_idea(session: Respondent, family: Family) -> str:
    """Find the idea of a function that does not draw from the Generator; empty where it draws from it alone."""
    probe = family.probes[0]
    first, again = (_ask(session, family, probe) for _ in range(2))
    if first is None or again is None:
        return ""
    by_sign = {idea.seen: idea.id for idea in family.ideas}
    if not np.array_equal(first, again):
        return by_sign.get("fickle", "")
    others = [
        _ask(
            session,
            family,
            [np.random.default_rng(seed) if is_generator(argument) else argument for argument in probe],
        )
        for seed in SEEDS
    ]
    deaf = all(other is not None and np.array_equal(first, other) for other in others)
    return by_sign.get("deaf", "") if deaf else ""


def _ask(session: Respondent, family: Family, arguments: Any) -> Any:
    """Call the function and return its value as an array; None where none came back."""
    outcome = session.ask(family.function, *arguments)
    return np.asarray(outcome.value) if isinstance(outcome, Returned) else None
