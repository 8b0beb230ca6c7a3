"""`grade start DIR`: a fresh workspace."""

from __future__ import annotations

from pathlib import Path

import click

from grader.course import location
from grader.learner import workspace


@click.command(
    short_help="Lay out a fresh workspace.", epilog="\b\nExample:\n  grade start fallline\n  cd fallline\n  grade"
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def command(folder: Path) -> None:
    """Lay out a fresh workspace.

    It holds the exercises and a page on how to go on. No file is ever overwritten.
    """
    files = workspace.create_workspace(folder)
    location.trust_own_table(folder)
    for exercise in workspace.list_left_out():
        click.echo(f"  left out: {exercise.stem}, whose stub is filled in and was never committed", err=True)
    exercises = sum(path.parent.name == "exercises" for path in files)
    click.echo(f"{folder} holds {exercises} exercise{'s' * (exercises != 1)}. Go there and run: grade")
