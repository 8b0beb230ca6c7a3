"""The exercises and where the learner's files stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.model import Exercise
from grader.screen.clean import inert
from grader.screen.looks import QUIET, Comfortable, grid

State = Literal["absent", "untouched", "begun", "passed"]
MARKS: Mapping[State, tuple[str, str, str]] = {
    "absent": ("-", QUIET, "no file here"),
    "untouched": ("•", QUIET, "as it came"),
    "begun": ("▸", "cyan", "begun"),
    "passed": ("✓", "green", "every law holds"),
}


def listing(
    exercises: Sequence[Exercise], states: Mapping[str, State], *, place: str, then: str = ""
) -> RenderableType:
    """Title, functions and state of each exercise; `place` is the folder looked into, `then` what to do next."""
    lines = grid(
        dict(no_wrap=True), dict(justify="right", no_wrap=True), dict(ratio=1), dict(justify="right", no_wrap=True)
    )
    for exercise in exercises:
        sign, style, words = MARKS[states.get(exercise.stem, "absent")]
        functions = Text(", ".join(exercise.functions), QUIET)
        lines.add_row(
            Text(sign, style),
            Text(str(exercise.number), "bold"),
            Group(inert(exercise.title, "bold"), functions),
            Text(words, style),
        )
    last = [inert(place, QUIET)] + ([Text(then)] if then else [])
    return Padding(Comfortable(Group(lines, Text(), *last)), 1)
