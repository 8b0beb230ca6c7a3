"""`grade export SYSTEM OUT`: a batch's reports as another system's files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli._near import find_closest
from grader.errors import KitError

if TYPE_CHECKING:
    from grader.export.systems import ExportSystem, Option

PATH = click.Path(path_type=Path)
EPILOG = """\b
Examples:
  grade export canvas graded --gradebook export.csv --to filled.csv
  grade export moodle graded --worksheet sheet.csv --to filled.csv
  grade export gradescope graded --to gradescope
  grade export junit graded --to report.xml

OUT is the folder that `grade batch` wrote. What was left out is told on stderr.
"""
EXIT_CODES = "Exit code: 0 written, 1 nobody of the batch is in the file given, 2 the command was misused."


class Systems(click.Group):
    """The systems that `grader.export.systems` knows."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of all systems."""
        from grader.export import systems

        return systems.list_systems()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of one system."""
        from grader.export import systems

        if cmd_name not in (known := self.list_commands(ctx)):
            if cmd_name.startswith("-"):
                return None
            near = find_closest(cmd_name, known)
            mend = f"Did you mean `grade export {near}`?" if near else f"The systems are {', '.join(known)}."
            raise KitError(f"There is no export for {cmd_name!r}.", mend)
        return _make_command(cmd_name, systems.load_system(cmd_name))


def _make_command(name: str, system: ExportSystem) -> click.Command:
    kind = f"file ({system.SUFFIX})" if system.SUFFIX else "folder"
    about = (system.__doc__ or system.NAME).partition("\n\n")[0]
    return click.Command(
        name,
        callback=lambda **options: _run(system, **options),
        params=[
            click.Argument(["out"], type=PATH, required=not hasattr(system, "write_alone")),
            *(_make_option(option) for option in system.OPTIONS),
            click.Option(["--exercise"], help="Only this one, where the batch holds several."),
            click.Option(["--to"], type=PATH, required=True, help=f"The {kind} to write."),
        ],
        help=f"{about}\n\nOUT is the folder that `grade batch` wrote.",
        short_help=system.NAME,
        epilog=_list_examples(system),
    )


def _list_examples(system: ExportSystem) -> str:
    """List calls of one system's command, and its exit codes."""
    lines = "\n".join(f"  grade export {example}" for example in system.EXAMPLES)
    return f"\b\nExamples:\n{lines}\n\n{EXIT_CODES}"


def _make_option(option: Option) -> click.Option:
    flag = "--" + option.name.replace("_", "-")
    if option.kind is bool:
        return click.Option([flag, option.name], is_flag=True, help=option.help)
    kind: Any = PATH if option.kind is Path else click.Choice(option.choices) if option.choices else str
    # Click takes even None for a default where one is named, and then asks for nothing.
    given: dict[str, Any] = {} if option.default is None else {"default": option.default, "show_default": True}
    return click.Option(
        [flag, option.name],
        type=kind,
        required=option.required,
        help=option.help,
        **given,
    )


def _run(system: ExportSystem, out: Path | None, to: Path, exercise: str | None, **options: Any) -> None:
    from grader.batch import mark, results
    from grader.export import records
    from grader.text import clean

    if out is not None:
        if standing := results.find_standing(out):
            click.echo(
                f"  this batch was stopped at {standing.done} of {standing.total} (or still runs), and what it has not "
                "come to is not graded: run the same `grade batch` again, then export",
                err=True,
            )
        written = system.write(records.choose(results.read(out), exercise), to, **options)
    elif exercise is None:
        raise click.UsageError("Name the folder that `grade batch` wrote, or one exercise: --exercise 3")
    else:
        alone: Any = system
        written = alone.write_alone([exercise], to, **options)
    if not system.SUFFIX:
        mark.write_mark(to)  # it may lie among the students' folders
    for line in written.remarks:
        click.echo(f"  {clean(line)}", err=True)
    click.echo(clean(written.summary))
    if not written.reached:
        click.echo("grade: Nobody of the batch is in that file. Is it another course's?", err=True)
        raise SystemExit(1)


@click.command(cls=Systems, epilog=EPILOG + EXIT_CODES, short_help="Write a batch's grades for another system.")
def command() -> None:
    """Write a batch's grades as the file that another system takes in."""
