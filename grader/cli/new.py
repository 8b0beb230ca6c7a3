"""`grade new NAME`: an exercise on all shelves, its blanks marked."""

from __future__ import annotations

from pathlib import Path

import click

from grader.course import location
from grader.errors import BrokenCourse

EPILOG = """\b
Examples:
  grade new warmup                                  one function of that name
  grade new warmup -f "warmup(step, steps), decay"  two, the first with its parameters
  grade new warmup --tag WU                         ids of its ideas begin with WU-
  grade new bisection --course numerics             in a course of your own, begun if need be"""


@click.command(epilog=EPILOG, short_help="Begin an exercise, or a course of your own.")
@click.argument("name")
@click.option("--functions", "-f", default="", metavar="LIST", help="What learners write; NAME where nothing is said.")
@click.option(
    "--tag", "tags", default="", metavar="TAGS", help="Two letters that begin the ids of ideas: LR; one a function."
)
@click.option(
    "--course",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="In this course; where DIR is new or empty, one is begun.",
)
@click.pass_context
def command(ctx: click.Context, name: str, functions: str, tags: str, folder: Path | None) -> None:
    """Begin an exercise: a file on every shelf, each blank marked and explained.

    `grade check` names the blanks that are left, and holds the exercise to the bank law once there are none.
    Nothing is ever overwritten.
    """
    from grader.authoring.scaffold import FILES, write_scaffold

    if folder is not None:
        location.use_course(folder)
    wished = location.find_named_course()
    if wished is None and location.list_ignored_tables():
        raise BrokenCourse("The course of this folder was passed over.", "Trust it first, or name one: --course DIR")
    group = ctx.parent.command if ctx.parent else None
    commands = group.list_commands(ctx) if isinstance(group, click.Group) else ()
    made = write_scaffold(wished, name, functions, commands, tags)
    if not made.course.is_kits_own:
        location.trust_own_table(Path(made.course.folder))
    if made.begun:
        click.echo(f"{made.course.folder} is a course now.")
    names = [made.course.format_path(path) for path in made.files]
    for told, (_template, says) in zip(names, FILES.values(), strict=True):
        click.echo(f"  {told:<{max(map(len, names))}}  {says}")
    where = f" --course {folder or made.course.folder}" if wished is not None and wished.by == "--course" else ""
    click.echo(f"Fill in each TODO(author). What is left, and what does not hold yet: grade{where} check {made.number}")
