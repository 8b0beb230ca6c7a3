"""`grade reset 3`: the stub, or its notebook, as it came; what was written is kept beside it."""

from __future__ import annotations

from datetime import datetime

import click

from grader.cli._names import ExerciseName
from grader.learner import workspace
from grader.model import Exercise


@click.command(
    short_help="Put a stub back as it came; yours is kept.",
    epilog="\b\nExamples:\n  grade reset 3\n  grade reset bias_correction --yes",
)
@click.argument("exercise", type=ExerciseName())
@click.option("--yes", is_flag=True, help="Do not ask first.")
def command(exercise: Exercise, yes: bool) -> None:
    """Put a stub or its notebook back as it came; yours is kept.

    What you wrote is kept beside it, as NAME.py.backup-DATE-TIME.
    """
    place = workspace.find_path(exercise)
    if place.is_file() and place.read_bytes() == workspace.make_fresh(exercise, place):
        click.echo(f"{place} is as it came; nothing was changed.")
        return
    if place.exists() and not yes:
        click.confirm(f"Put {place} back as it came (yours is kept as a backup)?", abort=True)
    backup = workspace.restore(exercise, place, datetime.now())
    click.echo(f"{place} is as it came." + (f" Yours is kept as {backup.name}." if backup else ""))
