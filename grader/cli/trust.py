"""`grade trust`: a folder's pyproject.toml may name the course."""

from __future__ import annotations

from pathlib import Path

import click

from grader.course import location
from grader.errors import BrokenCourse
from grader.storage import trust

EPILOG = """\b
Examples:
  grade trust            the folder you are in, or the nearest above it
  grade trust course     that folder
  grade trust --forget   no more"""


@click.command(epilog=EPILOG, short_help="Let a folder's pyproject.toml name the course.")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--forget", is_flag=True, help="Trust it no more.")
def command(folder: Path, forget: bool) -> None:
    """Let the pyproject.toml of a folder name the course, there and below.

    A course is code that runs as you: trust only what is yours, or what you would run as a program. Never trust
    a folder that came with a submission. Once the table changes, you are asked again.
    """
    found = location.find_nearest_table(folder)
    if found is None:
        raise BrokenCourse(
            f"No pyproject.toml in {folder.resolve()} or above it names a course.", "Name one: grade --course DIR"
        )
    table = Path(found.by)
    if forget:
        was = trust.forget(table)
        click.echo(f"{table} is trusted no more." if was else f"{table} was not trusted.")
        return
    trust.trust(table, found.folder, found.title)
    click.echo(f"{table} is trusted: `grade` uses the course in {found.folder} there and below.")
