"""A family's variants handed in as if a student had written them: trusted code, so no process is needed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.course.modules import format_error_location
from grader.errors import BrokenShelf
from grader.misconceptions.toolkit import Family, Turn
from grader.misconceptions.toolkit.lines import Choice, silence_warnings
from grader.model import Exercise, Submission, Walls
from grader.sandbox import wire
from grader.sandbox.grounds import as_floats
from grader.sandbox.outcomes import Limits, Loaded, Outcome, Parameters, Raised, Returned
from grader.sandbox.worker_client import Question


class Rehearsal:
    """A sandbox whose workers are variants, one after the other as they are cast."""

    walls: Walls = "process"

    def __init__(self, families: Mapping[str, Family], defaults: Mapping[str, tuple[object, ...]]) -> None:
        self._families = families
        self._defaults = defaults
        self._known: dict[tuple[str, bytes], Outcome] = {}
        """What the right way answered, by function and question: it is the same behind every variant of another."""
        self.function = ""
        self.choice: Choice = ()

    def cast(self, function: str, choice: Choice) -> None:
        """Let the next workers take these wrong turns in that function; all others go the right way."""
        self.function, self.choice = function, choice

    def prepare(self, count: int) -> None:
        """Prepare nothing: variants need no workers in store."""

    def start_worker(self) -> Any:
        """Return a worker that answers as the variant that was cast last."""
        turns = {name: Turn(dict(self.choice)) if name == self.function else Turn() for name in self._families}
        return _Variant(self._families, self._defaults, turns, self._known)

    def close(self) -> None:
        """Close nothing."""


class _Variant:
    """Answers like a worker, in this process."""

    alive = True
    tried: frozenset[str] = frozenset()

    def __init__(
        self,
        families: Mapping[str, Family],
        defaults: Mapping[str, tuple[object, ...]],
        turns: Mapping[str, Turn],
        known: dict[tuple[str, bytes], Outcome],
    ) -> None:
        self._families = families
        self._defaults = defaults
        self._turns = turns
        self._known = known

    def load(self, _source: bytes, _filename: str, _limits: Limits, *_more: object) -> Loaded:
        """Return the functions of the family file as what a worker has loaded."""
        return Loaded(
            {name: _read_parameters(family.run, len(self._defaults[name])) for name, family in self._families.items()},
            (),
        )

    def answer(self, question: Question, _limits: Limits) -> Outcome:
        """Return what the variant answers."""
        if self._turns[question.function].taken or not question.is_data:
            return self._run(question)
        key = question.function, question.encode()[0]
        if key not in self._known:
            self._known[key] = self._run(question)
        known = self._known[key]
        return replace(known, value=copy.deepcopy(known.value)) if isinstance(known, Returned) else known

    def _run(self, question: Question) -> Outcome:
        """Run the variant on a question; raises BrokenShelf where the family itself is at fault."""
        name, arguments = question.function, question.arguments
        run, last = self._families[name].run, self._defaults[name]
        missing = run.__code__.co_argcount - len(arguments)
        given = [_convert_lists(copy.deepcopy(one)) if not callable(one) else one for one in arguments]
        given += last[len(last) - missing :]
        with silence_warnings():
            try:
                value = run(*given, turn=self._turns[name])
                return Returned(value, told=_encode_answer(value))
            except (ArithmeticError, ValueError, IndexError, TypeError) as error:
                return Raised(type(error).__name__, str(error))
            except Exception as error:
                message = (
                    f"{format_error_location(error, Path(run.__code__.co_filename))}: {type(error).__name__}: {error}."
                )
                raise BrokenShelf(message, "Mend the family there.") from error

    def read_printed(self) -> str:
        """Return nothing: variants print nothing."""
        return ""

    def has_printed(self) -> bool:
        """Tell that they print nothing."""
        return False

    def close(self) -> None:
        """Close nothing."""


def make_blank_submission(exercise: Exercise) -> Submission:
    """Make the submission of a variant: its code is the family's."""
    return Submission(exercise, None, b"-", f"{exercise.stem}.py", "")


def _read_parameters(run: Callable[..., Any], defaults: int) -> Parameters:
    """Read a function's parameters, of which the last ones have defaults."""
    count = run.__code__.co_argcount
    return Parameters(run.__code__.co_varnames[:count], count - defaults, count)


def _encode_answer(value: object) -> bytes:
    """Encode an answer as it would be sent; empty where it could not."""
    try:
        return wire.encode(value)
    except wire.Unsendable:
        return b""


def _convert_lists(value: object) -> object:
    """Return a list of numbers as an array, for which families are written; a list of arrays stays."""
    floats = as_floats(value) if isinstance(value, list | tuple) else None
    return value if floats is None else floats
