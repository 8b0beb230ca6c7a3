"""What wrong numbers show where no known idea has them: facts, each confirmed on every input it speaks of.

The probes change much at once. So a symptom is read from them and from inputs beside them (`besides`), of which each
changes one thing alone or draws every entry for itself, and says on how many inputs it was seen (`on`). Where an
answer stands between right and wrong (right to four digits, not to ten), no line is drawn. A sentence tells what
was seen and never why: a cause is said only where nothing else has that effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from grader.diagnosis.symptoms import again, amount, labels, paths, shapes, where
from grader.diagnosis.symptoms.case import Case, Symptom
from grader.diagnosis.trial import Trial
from grader.execution.session import Respondent
from grader.misconceptions.toolkit.family import Family, NotTabled

MAX_SYMPTOMS = 3
"""Facts that one diagnosis tells: more would hide the telling one."""

Detector = Callable[[Case], Iterator[Symptom]]
DETECTORS: tuple[Detector, ...] = (
    shapes.find_reordered_parameters,
    again.find_changed_arguments,
    shapes.find_missing_answers,
    again.find_unstable_answers,
    shapes.find_exceptions,
    paths.find_wrong_order,
    shapes.find_wrong_shapes,
    shapes.find_reordered_outputs,
    shapes.find_not_finite,
    shapes.find_no_real_numbers,
    again.find_echoed_arguments,
    again.find_ignored_arguments,
    where.find_right_outputs,
    labels.find_wrong_labels,
    labels.find_wrong_counts,
    labels.find_unit_dependence,
    amount.find_rounding,
    amount.find_wrong_sign,
    amount.find_wrong_factor,
    amount.find_exchanged_entries,
    paths.find_wrong_pace,
    paths.find_leaving_row,
)
"""Most telling first."""
LAST_DETECTORS: tuple[Detector, ...] = (where.find_wrong_positions, where.find_wrong_entries, where.find_condition)
"""Detectors that draw a line between right and wrong numbers; asked where nothing better is known of them."""
DETECTORS_WHERE_RIGHT: tuple[Detector, ...] = (
    again.find_changed_arguments,
    again.find_unstable_answers,
    again.find_memory,
    again.find_whole_number_fault,
)
SUFFICE = frozenset(
    {
        "none",
        "value",
        "state",
        "X-MUTATES",
        "constant",
        "raises_where",
        "reversed",
        "transposed",
        "slopes",
        "echo",
        "parameters",
        "reordered",
    }
)
"""Where one of these holds, the rest of the numbers says nothing more."""


ALWAYS_USED = frozenset({"grad", "moment"})
"""Arguments that every idea, however wrong, still uses."""


@np.errstate(all="ignore")  # a stranger's numbers may overflow in any comparison
def is_plainer(session: Respondent, family: Family, trial: Trial, ideas: int) -> bool:
    """Tell whether what the numbers show is plainer than so many ideas at once.

    One answer to everything is plainer than two ideas; an argument that comes back as it was, or a slope without
    influence, is plainer than three.
    """
    case = Case(session, family, trial)
    symptoms = [
        symptom for detect in (again.find_ignored_arguments, again.find_echoed_arguments) for symptom in detect(case)
    ]
    plain = any(symptom["id"] == "echo" or symptom.get("argument") in ALWAYS_USED for symptom in symptoms)
    return any(symptom["id"] == "constant" for symptom in symptoms) or (plain and ideas > 2)


@np.errstate(all="ignore")
def find_symptoms(session: Respondent, family: Family, trial: Trial) -> list[Symptom]:
    """Find what the numbers show, most telling first; each a dictionary with `id`, `says` and what it rests on."""
    case = Case(session, family, trial)
    symptoms: list[Symptom] = []
    if case.all_right:
        for detect in DETECTORS_WHERE_RIGHT:
            symptoms += _run_detector(detect, case)
            if any(symptom["id"] in SUFFICE for symptom in symptoms):
                return symptoms[:MAX_SYMPTOMS]
        if symptoms:
            return symptoms[:MAX_SYMPTOMS]
        # These detectors have asked the same and other things again and again.
        session.renew()
    case = case.widen()
    if case.all_right:
        return []
    for detect in DETECTORS:
        symptoms += _run_detector(detect, case)
        if any(symptom["id"] in SUFFICE for symptom in symptoms):
            return symptoms[:MAX_SYMPTOMS]
    for detect in LAST_DETECTORS:
        if all(symptom["id"] == "outputs" for symptom in symptoms):
            symptoms += _run_detector(detect, case)
    return symptoms[:MAX_SYMPTOMS]


def _run_detector(detect: Detector, case: Case) -> list[Symptom]:
    """Return what a detector finds; nothing where it asks for numbers that stand in no table of a student kit."""
    try:
        return list(detect(case))
    except NotTabled:
        return []


__all__ = ["Symptom", "find_symptoms", "is_plainer"]
