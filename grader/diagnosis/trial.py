"""The student's function on the family's probes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from grader.diagnosis.answers import Answers, compute_right_answers, read_answers
from grader.execution.session import REFUSALS, Respondent
from grader.misconceptions.toolkit import Family, Probe
from grader.sandbox.outcomes import Died, Outcome, Raised, Returned, TimedOut


class Trial(Struct, frozen=True):
    """One answer a probe, beside the right one."""

    outcomes: tuple[Outcome, ...]
    answers: tuple[Answers, ...]
    right: tuple[Answers, ...]

    @property
    def values(self) -> list[object]:
        """What came back, as it came; None where nothing did."""
        return [one.value if isinstance(one, Returned) else None for one in self.outcomes]


def try_out(session: Respondent, family: Family) -> Trial | None:
    """Ask the function for every probe, in a process that has seen nothing; None where it cannot answer."""
    session.fresh()
    outcomes: list[Outcome] = []
    for probe in family.probes:
        outcome = session.ask(family.function, *probe)
        if isinstance(outcome, TimedOut | Died):
            return None
        if isinstance(outcome, Raised) and outcome.kind == "NotImplementedError":
            return None
        outcomes.append(outcome)
    if not any(isinstance(one, Returned) for one in outcomes):
        return None
    nothing = (None,) * len(family.gives)
    answers = tuple(read_answers(family, one.value) if isinstance(one, Returned) else nothing for one in outcomes)
    return Trial(tuple(outcomes), answers, compute_right_answers(family))


def drop_refused_numbers(family: Family, trial: Trial) -> tuple[Family, Trial]:
    """Both without the plain numbers where a function refuses just these: they then decide nothing."""
    if not _refuses_numbers(family, trial.outcomes):
        return family, trial
    kept = [not _is_plain(probe) for probe in family.probes]
    telling = Trial(
        tuple(itertools.compress(trial.outcomes, kept)),
        tuple(itertools.compress(trial.answers, kept)),
        tuple(itertools.compress(trial.right, kept)),
    )
    return _without_numbers(family), telling


def _refuses_numbers(family: Family, outcomes: Sequence[Outcome]) -> bool:
    """Whether plain numbers, all of them and nothing else, are refused."""
    refused = [isinstance(one, Raised) and one.kind in REFUSALS for one in outcomes]
    return any(refused) and refused == [_is_plain(probe) for probe in family.probes]


def _is_plain(probe: Probe) -> bool:
    """Whether no argument of a probe is an array."""
    return not any(isinstance(one, np.ndarray) and one.ndim for one in probe)


@lru_cache(maxsize=32)
def _without_numbers(family: Family) -> Family:
    # One family a process, for what its variants answer is kept with it.
    return replace(family, probes=tuple(probe for probe in family.probes if not _is_plain(probe)))
