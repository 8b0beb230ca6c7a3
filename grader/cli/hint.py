"""`grade hint 3`: one thought for the next step."""

from __future__ import annotations

from pathlib import Path

import click

from grader import workspace
from grader.cli._exercise import graded_file
from grader.cli._names import ExerciseName
from grader.model import Exercise


@click.command(epilog="\b\nExamples:\n  grade hint 3\n  grade hint bias_correction draft.py")
@click.argument("exercise", type=ExerciseName())
@click.argument("submission", required=False, type=click.Path(path_type=Path))
def command(exercise: Exercise, submission: Path | None) -> None:
    """Name the first law that does not hold yet, in words."""
    graded = graded_file(exercise, submission or workspace.place_of(exercise))
    from grader.screen import console
    from grader.screen.hint import hint

    console.make().print(hint(graded))
