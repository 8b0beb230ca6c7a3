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

MOST = 3
"""Facts that one diagnosis tells: more would hide the telling one."""

Look = Callable[[Case], Iterator[Symptom]]
LOOKS: tuple[Look, ...] = (
    shapes.parameters,
    again.changes,
    shapes.nothing,
    again.fickle,
    shapes.silence,
    paths.order,
    shapes.shape,
    shapes.reordered,
    shapes.not_finite,
    again.echoes,
    again.ignored,
    where.outputs,
    labels.labels,
    labels.counts,
    labels.units,
    amount.rounded,
    amount.sign,
    amount.factor,
    amount.exchanged,
    paths.pace,
    paths.leaves,
)
"""Most telling first."""
LAST_LOOKS: tuple[Look, ...] = (where.places, where.entries, where.probes)
"""Lines drawn between right and wrong numbers, one at most, where nothing better is known of them."""
WHERE_RIGHT: tuple[Look, ...] = (again.changes, again.fickle, again.remembers, again.whole_numbers)
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


FELT = frozenset({"grad", "moment"})
"""What every idea, however wrong, still looks at."""


@np.errstate(all="ignore")  # a stranger's numbers may overflow in any comparison
def is_plainer(session: Respondent, family: Family, trial: Trial, ideas: int) -> bool:
    """Whether what the numbers show is plainer than so many ideas at once.

    One answer to everything is no two ideas; an argument that comes back, or a slope that is not looked at, no three.
    """
    case = Case(session, family, trial)
    shown = [one for look in (again.ignored, again.echoes) for one in look(case)]
    plain = any(one["id"] == "echo" or one.get("argument") in FELT for one in shown)
    return any(one["id"] == "constant" for one in shown) or (plain and ideas > 2)


@np.errstate(all="ignore")
def symptoms(session: Respondent, family: Family, trial: Trial) -> list[Symptom]:
    """The findings, most telling first; each a dictionary with `id`, `says` and what it rests on."""
    case = Case(session, family, trial)
    found: list[Symptom] = []
    if case.all_right:
        for look in WHERE_RIGHT:
            found += _seen(look, case)
            if any(one["id"] in SUFFICE for one in found):
                return found[:MOST]
        if found:
            return found[:MOST]
        # These have asked the same and other things again and again.
        session.fresh()
    case = case.widened()
    if case.all_right:
        return []
    for look in LOOKS:
        found += _seen(look, case)
        if any(one["id"] in SUFFICE for one in found):
            return found[:MOST]
    for look in LAST_LOOKS:
        if all(one["id"] == "outputs" for one in found):
            found += _seen(look, case)
    return found[:MOST]


def _seen(look: Look, case: Case) -> list[Symptom]:
    """What a look finds; nothing where it asks for numbers that stand in no table of a student kit."""
    try:
        return list(look(case))
    except NotTabled:
        return []


__all__ = ["Symptom", "is_plainer", "symptoms"]
