"""What the call beside a sentence has to show, so that it is a case of what the sentence says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from grader.diagnosis.answers import Answers
from grader.diagnosis.by_hand import Example
from grader.model import Diagnosis


class Need(Struct, frozen=True):
    """What a call has to show beside an answer that is off, from the first fact that a diagnosis tells."""

    id: str = ""
    """The id of the fact; empty where any wrong answer will do."""
    output: str = ""
    argument: str = ""
    """An argument that has to stand in the call; empty for none."""
    rows: int = 0
    """How many rows a path has more than the right one; 0 where that is not the point."""

    @property
    def may_be_dropped(self) -> bool:
        """Whether another wrong answer is better than none: it does not contradict the sentence."""
        return self.id not in ("none", "shape")

    def is_held_by(self, parameters: Sequence[str], example: Example) -> bool:
        """Tell whether the text of a stub's example holds the argument that has to stand in it."""
        index = parameters.index(self.argument) if self.argument in parameters else -1
        return index < example.positional or f"{self.argument}=" in example.text

    def is_met(self, gives: Sequence[str], value: object, answers: Answers, right: Answers) -> bool:
        """Tell whether an answer to a call shows the fact."""
        index = gives.index(self.output) if self.output in gives else 0
        answer, expected = answers[index], right[index]
        match self.id:
            case "none":
                return value is None
            case "value":
                return isinstance(value, str)
            case "nonfinite":
                return answer is None and value is not None and not isinstance(value, str)
        if not isinstance(answer, np.ndarray) or not isinstance(expected, np.ndarray):
            return self.id not in ("shape", "rows", "alarmed", "silent", "offset")
        match self.id:
            case "shape":
                return answer.shape != expected.shape
            case "rows":
                return len(answer) - len(expected) == self.rows
            case "alarmed" | "silent" | "offset":
                return _is_alarm(self.id, float(answer), float(expected))
        return True


NO_NEED = Need()


def read_need(diagnosis: Diagnosis) -> Need:
    """Read from a diagnosis what the call beside it has to show; a slip is seen in any call."""
    return NO_NEED if "slip" in diagnosis.evidence else read_need_of_facts(diagnosis.evidence.get("symptoms"))


def read_need_of_facts(facts: object) -> Need:
    """Read from the facts of a diagnosis what the first one needs."""
    fact = facts[0] if isinstance(facts, Sequence) and facts else None
    if not isinstance(fact, Mapping):
        return NO_NEED
    name, rows = str(fact["id"]), fact.get("by")
    return Need(
        name,
        output=str(fact.get("output", "")),
        argument=str(fact.get("argument", "")) if name == "ignored" else "",
        rows=rows if isinstance(rows, int) and name == "rows" else 0,
    )


def _is_alarm(name: str, answer: float, right: float) -> bool:
    """Tell whether an index shows an alarm where none is due, none where one is, or one at another place."""
    if name == "alarmed":
        return answer >= 0 > right
    return right >= 0 and (answer < 0 if name == "silent" else answer >= 0)
