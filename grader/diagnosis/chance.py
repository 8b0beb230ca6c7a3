"""Whether drawn numbers come from the Generator that was handed over: asked twice, and with others."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.diagnosis.matching import Match, find_match, is_right
from grader.diagnosis.naming import make_named_diagnosis, make_unnamed_diagnosis
from grader.diagnosis.trial import Trial
from grader.execution.session import Respondent
from grader.misconceptions.toolkit import Family
from grader.model import Diagnosis
from grader.sandbox.generators import is_generator
from grader.sandbox.outcomes import Returned

SEEDS = (2, 3)
"""Of other Generators."""


def explain_drawn(session: Respondent, family: Family, trial: Trial) -> Diagnosis:
    """Name the ideas behind numbers that are drawn: how they are spread, else where they come from."""
    found = None if is_right(family, trial.answers) else find_match(family, trial.answers)
    if found is None and (idea := _source(session, family)):
        found = Match((((idea, 1),),))
    return make_unnamed_diagnosis(family, trial, []) if found is None else make_named_diagnosis(family, trial, found)


def _source(session: Respondent, family: Family) -> str:
    """The idea of who does not draw from the Generator; empty where all chance comes from it."""
    probe = family.probes[0]
    first, again = (_asked(session, family, probe) for _ in range(2))
    if first is None or again is None:
        return ""
    seen = {idea.seen: idea.id for idea in family.ideas}
    if not np.array_equal(first, again):
        return seen.get("fickle", "")
    others = [
        _asked(session, family, [np.random.default_rng(seed) if is_generator(one) else one for one in probe])
        for seed in SEEDS
    ]
    deaf = all(other is not None and np.array_equal(first, other) for other in others)
    return seen.get("deaf", "") if deaf else ""


def _asked(session: Respondent, family: Family, arguments: Any) -> Any:
    """The numbers that came back; None where none did."""
    outcome = session.ask(family.function, *arguments)
    return np.asarray(outcome.value) if isinstance(outcome, Returned) else None
