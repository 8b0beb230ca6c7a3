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
"""Lines drawn between right and wrong numbers, one at most, where nothing better is known of them."""
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
"""What every idea, however wrong, still looks at."""


@np.errstate(all="ignore")  # a stranger's numbers may overflow in any comparison
def is_plainer(session: Respondent, family: Family, trial: Trial, ideas: int) -> bool:
    """Whether what the numbers show is plainer than so many ideas at once.

    One answer to everything is no two ideas; an argument that comes back, or a slope that is not looked at, no three.
    """
    case = Case(session, family, trial)
    shown = [one for look in (again.find_ignored_arguments, again.find_echoed_arguments) for one in look(case)]
    plain = any(one["id"] == "echo" or one.get("argument") in ALWAYS_USED for one in shown)
    return any(one["id"] == "constant" for one in shown) or (plain and ideas > 2)


@np.errstate(all="ignore")
def find_symptoms(session: Respondent, family: Family, trial: Trial) -> list[Symptom]:
    """The findings, most telling first; each a dictionary with `id`, `says` and what it rests on."""
    case = Case(session, family, trial)
    found: list[Symptom] = []
    if case.all_right:
        for look in DETECTORS_WHERE_RIGHT:
            found += _seen(look, case)
            if any(one["id"] in SUFFICE for one in found):
                return found[:MAX_SYMPTOMS]
        if found:
            return found[:MAX_SYMPTOMS]
        # These have asked the same and other things again and again.
        session.renew()
    case = case.widen()
    if case.all_right:
        return []
    for look in DETECTORS:
        found += _seen(look, case)
        if any(one["id"] in SUFFICE for one in found):
            return found[:MAX_SYMPTOMS]
    for look in LAST_DETECTORS:
        if all(one["id"] == "outputs" for one in found):
            found += _seen(look, case)
    return found[:MAX_SYMPTOMS]


def _seen(look: Detector, case: Case) -> list[Symptom]:
    """What a look finds; nothing where it asks for numbers that stand in no table of a student kit."""
    try:
        return list(look(case))
    except NotTabled:
        return []


__all__ = ["Symptom", "find_symptoms", "is_plainer"]
