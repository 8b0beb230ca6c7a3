"""`grade watch [EXERCISE]`: grade at every save, show the one next thing."""

from __future__ import annotations

import sys

import click

from grader.cli._names import ExerciseName
from grader.model import Exercise

EPILOG = """\b
Keys:
  h hint, once more for the next    z the quiz of this exercise    l the list
  n the next exercise    Enter grade again    q quit
\b
Examples:
  grade watch             the first exercise that has not passed yet
  grade watch 3           exercise 3
  grade 3 draft.py --watch    another file
\b
Exit code: 0 after q or at the end of the input, 130 after Ctrl-C, 2 the command was misused."""


@click.command(short_help="Grade at every save, and show the one next thing.", epilog=EPILOG)
@click.argument("exercise", type=ExerciseName(), required=False)
@click.option("--poll", is_flag=True, help="Look at the files instead of being notified, as on network shares.")
def command(exercise: Exercise | None, poll: bool) -> None:
    """Grade at every save and show the one next thing; when an exercise passes, go on to the next.

    Without EXERCISE it begins with the first that has not passed yet. Whichever exercise's file you save is
    the one that is graded. With --plain, or through a pipe, the verdicts come as lines; letters and Enter are the keys.
    """
    from grader.cli import _watch
    from grader.surroundings import require_terminal

    require_terminal("grade watch")
    sys.exit(_watch.watch(exercise, poll=poll))
