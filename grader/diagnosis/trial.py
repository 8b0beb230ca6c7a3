"""The student's function on the family's probes."""

from __future__ import annotations

from dataclasses import dataclass

from grader.desk import Desk
from grader.diagnosis.answers import Answers, right, told
from grader.misconceptions.toolkit import Family
from grader.sandbox.outcomes import Died, Outcome, Raised, Returned, TimedOut


@dataclass(frozen=True, slots=True)
class Trial:
    """One answer a probe, beside the right one."""

    outcomes: tuple[Outcome, ...]
    answers: tuple[Answers, ...]
    right: tuple[Answers, ...]

    @property
    def values(self) -> list[object]:
        """What came back, as it came; None where nothing did."""
        return [one.value if isinstance(one, Returned) else None for one in self.outcomes]


def try_out(desk: Desk, family: Family) -> Trial | None:
    """Ask the function for every probe, in a process that has seen nothing; None where it cannot answer."""
    desk.fresh()
    outcomes: list[Outcome] = []
    for probe in family.probes:
        outcome = desk.ask(family.function, *probe)
        if isinstance(outcome, TimedOut | Died):
            return None
        if isinstance(outcome, Raised) and outcome.kind == "NotImplementedError":
            return None
        outcomes.append(outcome)
    if not any(isinstance(one, Returned) for one in outcomes):
        return None
    nothing = (None,) * len(family.gives)
    answers = tuple(told(family, one.value) if isinstance(one, Returned) else nothing for one in outcomes)
    return Trial(tuple(outcomes), answers, tuple(right(family)))
