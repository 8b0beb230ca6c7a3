"""One function's answers beside the right ones, as every look for symptoms wants them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from grader.diagnosis.answers import TOLERANCES, Answer, Answers, compute_answers, is_close, read_answers
from grader.diagnosis.symptoms.besides import make_wider_inputs
from grader.diagnosis.trial import Trial
from grader.execution.session import Respondent
from grader.misconceptions.toolkit import Family, Probe, Turn
from grader.misconceptions.toolkit.family import NotTabled
from grader.model import Plain
from grader.sandbox.outcomes import Outcome, Raised, Returned
from grader.suites.toolkit.plain import plain

Symptom = dict[str, Plain]
Floats = NDArray[np.float64]
LOOSE = TOLERANCES[-1]
SHARP = TOLERANCES[0]
NARROW = ("float16", "float32")


@dataclass(frozen=True)
class Move:
    """One numeric output over all probes; an argument moved is shown as the move."""

    name: str
    found: list[Floats | None]
    wanted: list[Floats]

    @property
    def comparable(self) -> bool:
        """Whether every answer has the right shape."""
        return all(
            one is not None and one.shape == other.shape for one, other in zip(self.found, self.wanted, strict=True)
        )


@dataclass(frozen=True)
class Case:
    """A trial with what is needed to ask on."""

    session: Respondent
    family: Family
    trial: Trial
    own: int = 0
    """How many of the inputs are the family's own probes; they come first."""

    @property
    def names(self) -> tuple[str, ...]:
        """The function's parameters."""
        return self.family.parameters

    @cached_property
    def fine(self) -> list[bool]:
        """For each probe, whether everything about it is right."""
        return [are_close(found, wanted) for found, wanted in zip(self.trial.answers, self.trial.right, strict=True)]

    @property
    def all_right(self) -> bool:
        """Whether nothing is wrong on any probe."""
        return all(self.fine)

    @property
    def count(self) -> int:
        """How many inputs were asked."""
        return len(self.trial.answers)

    @cached_property
    def sharp(self) -> tuple[float, float]:
        """How close numbers are that count as right where a line is drawn between right and wrong ones."""
        held = [part for value in self.trial.values for part in (value if isinstance(value, list | tuple) else [value])]
        narrow = any(isinstance(one, np.ndarray | np.generic) and one.dtype.name in NARROW for one in held)
        return LOOSE if narrow else SHARP

    @cached_property
    def is_sharp(self) -> bool:
        """Whether every answer that is right at all is right to the last digits: nothing stands in between."""
        pairs = [pair for place in range(len(self.family.gives)) for pair in self.pair_output(place)]
        return all(is_close(*pair, self.sharp) for pair in pairs if is_close(*pair, LOOSE))

    def widen(self) -> Case:
        """Give the case with inputs beside the probes, so that what is seen is confirmed on these."""
        probes: list[Probe] = []
        outcomes: list[Outcome] = []
        answers: list[Answers] = []
        right: list[Answers] = []
        for probe, wanted in _right_besides(self.family):
            outcome = self.session.ask(self.family.function, *probe)
            if not isinstance(outcome, Returned | Raised):
                break
            nothing = (None,) * len(self.family.gives)
            probes.append(probe)
            outcomes.append(outcome)
            answers.append(read_answers(self.family, outcome.value) if isinstance(outcome, Returned) else nothing)
            right.append(wanted)
        trial = Trial((*self.trial.outcomes, *outcomes), (*self.trial.answers, *answers), (*self.trial.right, *right))
        family = replace(self.family, probes=(*self.family.probes, *probes))
        return Case(self.session, family, trial, len(self.family.probes))

    def iterate_probes(self) -> Iterator[tuple[Probe, Answers, Answers]]:
        """The family's own probes, what was answered and what is right."""
        rows = zip(self.family.probes, self.trial.answers, self.trial.right, strict=True)
        yield from list(rows)[: self.own or None]

    def name_arguments(self, probe: Sequence[Any]) -> dict[str, Any]:
        """The arguments by name."""
        return dict(zip(self.names, probe, strict=True))

    def ask(self, arguments: Sequence[Any]) -> tuple[Outcome, Answers, Answers]:
        """One more call, off the record: what happened, what was told, and what would be right."""
        outcome = self.session.ask(self.family.function, *arguments)
        nothing = (None,) * len(self.family.gives)
        answers = read_answers(self.family, outcome.value) if isinstance(outcome, Returned) else nothing
        return outcome, answers, compute_answers(self.family, Probe(*arguments), Turn())

    def ask_student(self, arguments: Sequence[Any]) -> Answers:
        """One more call, off the record, of which only the student's answer counts."""
        outcome = self.session.ask(self.family.function, *arguments)
        nothing = (None,) * len(self.family.gives)
        return read_answers(self.family, outcome.value) if isinstance(outcome, Returned) else nothing

    def pair_output(self, place: int) -> list[tuple[Answer, Answer]]:
        """One output over all probes: the student's, and the right one."""
        return [
            (found[place], wanted[place]) for found, wanted in zip(self.trial.answers, self.trial.right, strict=True)
        ]

    def is_output_right(self, place: int) -> bool:
        """Whether one output is right on every probe."""
        return all(is_close(found, wanted, LOOSE) for found, wanted in self.pair_output(place))

    def iterate_moves(self) -> Iterator[Move]:
        """The numeric outputs that are off."""
        for place, name in enumerate(self.family.gives):
            pairs = self.pair_output(place)
            if self.is_output_right(place) or any(not isinstance(wanted, np.ndarray) for _, wanted in pairs):
                continue
            source = self.family.moves.get(name)
            starts = [
                np.asarray(self.name_arguments(probe)[source], float) if source else 0.0 for probe in self.family.probes
            ]
            found = [_minus(one, start) for (one, _), start in zip(pairs, starts, strict=True)]
            wanted = [_minus(one, start) for (_, one), start in zip(pairs, starts, strict=True)]
            yield Move(f"the move of {source}" if source else name, found, [one for one in wanted if one is not None])


@lru_cache(maxsize=64)
def _right_besides(family: Family) -> tuple[tuple[Probe, Answers], ...]:
    """The inputs beside the probes that have a right answer, each with it."""
    found = []
    for probe in make_wider_inputs(family):
        try:
            wanted = compute_answers(family, probe, Turn())
        except NotTabled:
            continue
        if all(one is not None for one in wanted):
            found.append((probe, wanted))
    return tuple(found)


def make_symptom(name: str, says: str, *, on: int, **more: Plain) -> Symptom:
    """One fact, and on how many inputs it was seen."""
    return {"id": name, "says": says, "on": on, **more}


def are_identical(found: Answers, wanted: Answers) -> bool:
    """Whether all outputs are there and agree to the last bit."""
    return all(
        one is not None
        and type(one) is type(other)
        and (one == other if isinstance(one, str) else np.array_equal(one, np.asarray(other)))
        for one, other in zip(found, wanted, strict=True)
    )


def are_close(found: Answers, wanted: Answers) -> bool:
    """Whether all outputs agree."""
    return all(
        (one is None and other is None) or is_close(one, other, LOOSE) for one, other in zip(found, wanted, strict=True)
    )


def mark_wrong_entries(found: Floats, wanted: Floats) -> NDArray[np.bool_]:
    """Which entries are wrong; both of one shape."""
    sliver = 2e-6 * float(np.abs(wanted).max(initial=0.0))
    return np.asarray(~np.isclose(found, wanted, rtol=3e-5, atol=sliver))


def to_plain(answers: Answers) -> Plain:
    """Answers as a report carries them."""
    return [plain(one) for one in answers]


def _minus(value: Answer, start: Any) -> Floats | None:
    if not isinstance(value, np.ndarray) or (np.ndim(start) and value.shape != np.shape(start)):
        return None
    return np.asarray(value - start)
