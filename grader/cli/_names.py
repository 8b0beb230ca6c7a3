"""What options take: an exercise's name, completed by the shell, a level of walls, a time."""

from __future__ import annotations

import math

import click
from click.shell_completion import CompletionItem

from grader import course
from grader.errors import KitError
from grader.model import Exercise


class ExerciseName(click.ParamType):  # type: ignore[type-arg] # generic since Click 8.5
    """`3`, `03`, `bias_correction` or the whole stem."""

    name = "exercise"

    def convert(self, value: str | Exercise, param: click.Parameter | None, ctx: click.Context | None) -> Exercise:  # noqa: ARG002
        """Return the exercise; UnknownExercise is told in one line by `main`."""
        return value if isinstance(value, Exercise) else course.find_exercise(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """Return the numbers and names that begin so."""
        return complete_names(incomplete)


class Level(click.Choice):  # type: ignore[type-arg] # generic since Click 8.2
    """A level of walls; `=LEVEL` is that one and no better one."""

    def __init__(self) -> None:
        super().__init__(["strict", "confined", "process"])

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word as `open_sandbox` takes it."""
        exactly = "=" if value.startswith("=") else ""
        return exactly + str(super().convert(value.removeprefix("="), param, ctx))


class Seconds(click.ParamType):  # type: ignore[type-arg] # generic since Click 8.5
    """A time between a tenth of a second and an hour."""

    name = "seconds"

    def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number; nan and inf are none."""
        try:
            seconds = float(value)
        except ValueError:
            self.fail(f"{value!r} is no number of seconds.", param, ctx)
        if not (math.isfinite(seconds) and 0.1 <= seconds <= 3600):
            self.fail("Choose between 0.1 and 3600 seconds.", param, ctx)
        return seconds


def complete_names(incomplete: str) -> list[CompletionItem]:
    """Return the exercises whose number, name or stem begins so, their titles as help."""
    try:
        return [
            CompletionItem(word, help=exercise.title)
            for exercise in course.list_exercises()
            for word in (str(exercise.number), exercise.name, exercise.stem)
            if (incomplete and word.startswith(incomplete)) or (not incomplete and word == exercise.name)
        ]
    except KitError:
        return []
