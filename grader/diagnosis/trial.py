"""The student's function on the family's probes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from grader.diagnosis.answers import TOLERANCES, Answers, compute_right_answers, is_close, read_answers
from grader.execution.session import REFUSALS, Respondent
from grader.misconceptions.toolkit import Family, Probe
from grader.sandbox.outcomes import Died, Outcome, Raised, Returned, TimedOut


class Trial(Struct, frozen=True):
    """The student's answer to each probe, beside the right one."""

    outcomes: tuple[Outcome, ...]
    answers: tuple[Answers, ...]
    right: tuple[Answers, ...]

    @property
    def values(self) -> list[object]:
        """The values as they came back; None for a call that did not return."""
        return [outcome.value if isinstance(outcome, Returned) else None for outcome in self.outcomes]

    @property
    def all_right(self) -> bool:
        """Whether every answer is right: what is wrong shows on other inputs then."""
        return all(map(are_right, self.answers, self.right))


def are_right(answers: Answers, right: Answers) -> bool:
    """Tell whether every output is right."""
    return all(is_close(mine, theirs, TOLERANCES[-1]) for mine, theirs in zip(answers, right, strict=True))


def try_out(session: Respondent, family: Family) -> Trial | None:
    """Ask the function for every probe, in a process that has seen nothing; None where it cannot answer."""
    session.renew()
    outcomes: list[Outcome] = []
    for probe in family.probes:
        outcome = session.ask(family.function, *probe)
        if isinstance(outcome, TimedOut | Died):
            return None
        if isinstance(outcome, Raised) and outcome.kind == "NotImplementedError":
            return None
        outcomes.append(outcome)
    if not any(isinstance(outcome, Returned) for outcome in outcomes):
        return None
    nothing = (None,) * len(family.gives)
    answers = tuple(
        read_answers(family, outcome.value) if isinstance(outcome, Returned) else nothing for outcome in outcomes
    )
    return Trial(tuple(outcomes), answers, compute_right_answers(family))


def drop_refused_numbers(family: Family, trial: Trial) -> tuple[Family, Trial]:
    """Drop the probes of plain numbers from a family and a trial, where the function refuses just these.

    Whoever takes arrays alone is judged on arrays alone.
    """
    if not _refuses_numbers(family, trial.outcomes):
        return family, trial
    kept = [not _is_plain(probe) for probe in family.probes]
    telling = Trial(
        tuple(itertools.compress(trial.outcomes, kept)),
        tuple(itertools.compress(trial.answers, kept)),
        tuple(itertools.compress(trial.right, kept)),
    )
    return _drop_plain_probes(family), telling


def _refuses_numbers(family: Family, outcomes: Sequence[Outcome]) -> bool:
    """Tell whether the function refuses all plain numbers, and nothing else."""
    refused = [isinstance(outcome, Raised) and outcome.kind in REFUSALS for outcome in outcomes]
    return any(refused) and refused == [_is_plain(probe) for probe in family.probes]


def _is_plain(probe: Probe) -> bool:
    """Tell whether no argument of a probe is an array."""
    return not any(isinstance(argument, np.ndarray) and argument.ndim for argument in probe)


@lru_cache(maxsize=32)
def _drop_plain_probes(family: Family) -> Family:
    # The same object every time: what its variants answer is cached by the family.
    return replace(family, probes=tuple(probe for probe in family.probes if not _is_plain(probe)))
