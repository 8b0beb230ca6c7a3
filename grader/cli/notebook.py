"""`grade notebook 3`: the exercise as a Jupyter notebook."""

from __future__ import annotations

from datetime import datetime

import click

from grader.cli._names import ExerciseName
from grader.errors import KitError
from grader.learner import workspace
from grader.model import Exercise


@click.command(
    short_help="Write an exercise as a Jupyter notebook.",
    epilog="\b\nExamples:\n  grade notebook 3\n  grade notebook bias_correction --force\n  grade notebook 3 --colab",
)
@click.argument("exercise", type=ExerciseName())
@click.option("--force", is_flag=True, help="Write it anew where there is one; yours is kept.")
@click.option("--colab", is_flag=True, help="Let its first cell install the kit, as a fresh Colab or Kaggle needs it.")
@click.option(
    "--package",
    metavar="WHAT",
    help="What --colab installs: a name on PyPI, or an address (git+https://…).  [default: where this kit is from]",
)
def command(exercise: Exercise, force: bool, colab: bool, package: str | None) -> None:
    """Write an exercise as a Jupyter notebook; its last cell, `%grade 3`, grades what was run.

    It stands beside the .py file and is graded in the same way: `grade 3` takes it while the .py file is as
    it came. With --force, a notebook that is there already is kept as NAME.ipynb.backup-DATE-TIME.
    """
    from grader.learner.notebook import find_install_source

    if package is not None and (not colab or len(package.split()) != 1):
        raise click.UsageError("--package names one thing, without blanks, that --colab installs.")
    _stub, place = workspace.list_paths(exercise)
    if place.exists() and not force:
        mend = f"`grade notebook {exercise.number} --force` writes it anew and keeps yours as a backup."
        raise KitError(f"{place} is there already.", mend)
    backup = workspace.restore(exercise, place, datetime.now(), (package or find_install_source()) if colab else "")
    click.echo(f"{place} is written." + (f" Yours is kept as {backup.name}." if backup else ""))
