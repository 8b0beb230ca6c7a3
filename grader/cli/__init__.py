"""The command line: words into calls. Thin on purpose, no logic and no formatting.

A module of this folder is a command of the same name, holding a click command `command`; one that begins
with an underscore is not. Their imports stay light, so that `grade --help` answers at once: whatever
needs numpy, pytest or rich is imported inside the function that needs it.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import click

from grader import __version__
from grader.errors import KitError


class Commands(click.Group):
    """The commands found in this folder; any other word is taken for an exercise's name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Every module of this folder that is not private."""
        return sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or the one that grades the exercise of that name."""
        if cmd_name in self.list_commands(ctx):
            found: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
            return found
        return None


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="grade")
def grade() -> None:
    """Learn why training works, and why it breaks: fill in a stub, grade it, read what your numbers say."""


def main() -> None:
    """Run `grade`; a fault of ours or a misuse ends in one line that says how to mend it, exit code 2."""
    try:
        grade(prog_name="grade")
    except KitError as error:
        click.echo(f"grade: {error.what} {error.mend}", err=True)
        sys.exit(2)
