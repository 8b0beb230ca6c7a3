"""One function's answers beside the right ones, as every detector of symptoms wants them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from grader.diagnosis.answers import TOLERANCES, Answer, Answers, compute_answers, is_close, read_answers
from grader.diagnosis.contracts import keeps_shapes
from grader.diagnosis.symptoms.besides import make_wider_inputs
from grader.diagnosis.trial import Trial
from grader.execution.session import Respondent
from grader.misconceptions.toolkit import Family, Probe, Turn
from grader.misconceptions.toolkit.family import NotTabled
from grader.model import Plain
from grader.sandbox.outcomes import Outcome, Raised, Returned
from grader.sandbox.worker_client import Question
from grader.suites.toolkit.plain import plain

Symptom = dict[str, Plain]
Floats = NDArray[np.float64]
LOOSE = TOLERANCES[-1]
SHARP = TOLERANCES[0]
NARROW = ("float16", "float32")


@dataclass(frozen=True)
class Move:
    """One numeric output over all probes; of an argument that is moved, the difference to the argument."""

    name: str
    answers: list[Floats | None]
    right: list[Floats]
    probes: list[Probe]

    @property
    def comparable(self) -> bool:
        """Whether every answer has the right shape."""
        return all(
            mine is not None and mine.shape == right.shape for mine, right in zip(self.answers, self.right, strict=True)
        )


@dataclass(frozen=True)
class Case:
    """A trial with what is needed to ask further questions."""

    session: Respondent
    family: Family
    trial: Trial
    own: int = 0
    """How many of the inputs are the family's own probes, which come first; 0 where all are."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the function's parameters."""
        return self.family.parameters

    @cached_property
    def fine(self) -> list[bool]:
        """For each probe, whether every output is right."""
        return [are_close(answers, right) for answers, right in zip(self.trial.answers, self.trial.right, strict=True)]

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
        """The tolerance within which numbers count as right where a line is drawn between right and wrong ones."""
        parts = [
            part for value in self.trial.values for part in (value if isinstance(value, list | tuple) else [value])
        ]
        narrow = any(isinstance(part, np.ndarray | np.generic) and part.dtype.name in NARROW for part in parts)
        return LOOSE if narrow else SHARP

    @cached_property
    def is_sharp(self) -> bool:
        """Whether every answer that is right at all is right to the last digits: nothing stands in between."""
        pairs = [pair for index in range(len(self.family.gives)) for pair in self.pair_output(index)]
        return all(is_close(*pair, self.sharp) for pair in pairs if is_close(*pair, LOOSE))

    def widen(self) -> Case:
        """Return the case with more inputs behind the probes, so that what is seen is confirmed on these."""
        probes: list[Probe] = []
        outcomes: list[Outcome] = []
        answers: list[Answers] = []
        right: list[Answers] = []
        if questions := _make_wider_questions(self.family):
            self.session.expect_first(questions[0], lambda: questions)
        for probe, expected in _collect_wider_inputs(self.family):
            outcome = self.session.ask(self.family.function, *probe)
            if not isinstance(outcome, Returned | Raised):
                break
            nothing = (None,) * len(self.family.gives)
            probes.append(probe)
            outcomes.append(outcome)
            answers.append(read_answers(self.family, outcome.value) if isinstance(outcome, Returned) else nothing)
            right.append(expected)
        trial = Trial((*self.trial.outcomes, *outcomes), (*self.trial.answers, *answers), (*self.trial.right, *right))
        family = replace(self.family, probes=(*self.family.probes, *probes))
        return Case(self.session, family, trial, len(self.family.probes))

    def iterate_probes(self) -> Iterator[tuple[Probe, Answers, Answers]]:
        """Yield the family's own probes, each with the student's answers and the right ones."""
        rows = zip(self.family.probes, self.trial.answers, self.trial.right, strict=True)
        yield from list(rows)[: self.own or None]

    def name_arguments(self, probe: Sequence[Any]) -> dict[str, Any]:
        """Return a probe's arguments by name."""
        return dict(zip(self.names, probe, strict=True))

    def ask(self, arguments: Sequence[Any]) -> tuple[Outcome, Answers, Answers]:
        """Ask one more call, off the record; return the outcome, the student's answers and the right ones."""
        outcome = self.session.ask(self.family.function, *arguments)
        nothing = (None,) * len(self.family.gives)
        answers = read_answers(self.family, outcome.value) if isinstance(outcome, Returned) else nothing
        return outcome, answers, compute_answers(self.family, Probe(*arguments), Turn())

    def ask_student(self, arguments: Sequence[Any]) -> Answers:
        """Ask one more call, off the record, and return the student's answers alone; all None where none came back."""
        outcome = self.session.ask(self.family.function, *arguments)
        nothing = (None,) * len(self.family.gives)
        return read_answers(self.family, outcome.value) if isinstance(outcome, Returned) else nothing

    def pair_output(self, index: int) -> list[tuple[Answer, Answer]]:
        """Return one output over all probes: for each, the student's and the right one."""
        return [
            (answers[index], right[index]) for answers, right in zip(self.trial.answers, self.trial.right, strict=True)
        ]

    def is_output_right(self, index: int) -> bool:
        """Tell whether one output is right on every probe."""
        return all(is_close(answer, right, LOOSE) for answer, right in self.pair_output(index))

    def iterate_moves(self) -> Iterator[Move]:
        """Yield the numeric outputs that are off on some probe."""
        for index, name in enumerate(self.family.gives):
            pairs = self.pair_output(index)
            if self.is_output_right(index) or any(not isinstance(right, np.ndarray) for _, right in pairs):
                continue
            source = self.family.moves.get(name)
            move = Move(f"the move of {source}" if source else name, [], [], [])
            for (answer, expected), probe in zip(pairs, self.family.probes, strict=True):
                start = np.asarray(self.name_arguments(probe)[source], float) if source else 0.0
                right = _subtract(expected, start)
                if right is not None:
                    move.answers.append(_subtract(answer, start))
                    move.right.append(right)
                    move.probes.append(probe)
            yield move


@lru_cache(maxsize=64)
def _collect_wider_inputs(family: Family) -> tuple[tuple[Probe, Answers], ...]:
    """Collect the inputs beside the probes that a stub allows and that have a right answer, each with it."""
    inputs = []
    for probe in make_wider_inputs(family):
        try:
            right = compute_answers(family, probe, Turn())
        except (NotTabled, TypeError, AttributeError):
            continue
        if all(output is not None for output in right) and keeps_shapes(family, probe, right):
            inputs.append((probe, right))
    return tuple(inputs)


@lru_cache(maxsize=64)
def _make_wider_questions(family: Family) -> tuple[Question, ...]:
    """Make the questions that these inputs are asked with."""
    return tuple(Question(family.function, probe) for probe, _right in _collect_wider_inputs(family))


def make_symptom(name: str, says: str, *, on: int, **more: Plain) -> Symptom:
    """Make a symptom: its id, a sentence, on how many inputs it was seen, and what it rests on."""
    return {"id": name, "says": says, "on": on, **more}


def are_identical(answers: Answers, others: Answers) -> bool:
    """Tell whether all outputs are there and agree to the last bit."""
    return all(
        mine is not None
        and type(mine) is type(theirs)
        and (mine == theirs if isinstance(mine, str) else np.array_equal(mine, np.asarray(theirs)))
        for mine, theirs in zip(answers, others, strict=True)
    )


def are_close(answers: Answers, expected: Answers) -> bool:
    """Tell whether all outputs agree; two outputs that are None agree too."""
    return all(
        (mine is None and theirs is None) or is_close(mine, theirs, LOOSE)
        for mine, theirs in zip(answers, expected, strict=True)
    )


def mark_wrong_entries(answer: Floats, right: Floats) -> NDArray[np.bool_]:
    """Mark the entries that are wrong; both arrays and the result have one shape."""
    sliver = 2e-6 * float(np.abs(right).max(initial=0.0))
    return np.asarray(~np.isclose(answer, right, rtol=3e-5, atol=sliver))


def convert_answers(answers: Answers) -> Plain:
    """Convert answers to the plain data that a report carries."""
    return [plain(answer) for answer in answers]


def _subtract(value: Answer, start: Any) -> Floats | None:
    """Return the difference of an output and its start; None for no array or another shape."""
    if not isinstance(value, np.ndarray) or (np.ndim(start) and value.shape != np.shape(start)):
        return None
    return np.asarray(value - start)
