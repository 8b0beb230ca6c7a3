"""The command line: words into calls. Thin on purpose, no logic and no formatting.

A module of this folder is a command of the same name, holding a click command `command`; one that begins
with an underscore is not. Any other word is taken for an exercise's name. Their imports stay light, so that
`grade --help` answers at once: whatever needs numpy, pytest or rich is imported inside the function that
needs it.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import pkgutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import __version__
from grader.course import edition
from grader.errors import KitError, UnknownExercise, is_machine_error, make_machine_error
from grader.screen import mode, unread
from grader.surroundings import require_processes

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

STOPPED = 130
"""Exit code after Ctrl-C: 128 and the number of SIGINT, as shells have it."""
MEMORY_USED_UP = "The memory that this process may take is used up."
MEMORY_MEND = "End other programs or ask for fewer at once (--jobs); what is done stays, and the same command goes on."
SELDOM = 100_000
"""New objects between two searches for cycles; imports alone make tens of thousands, and none of them is garbage."""
FOR_A_CLASS = frozenset({"batch"})
"""Commands that grade what others handed in: no file lying about names their course."""
FOR_ALL_EXERCISES = frozenset({"analyse", "batch", "list", "watch"})
"""Commands that go on without an exercise that cannot be read, and say so; `check` shows it in its own way."""
QUIET = frozenset({"trust"})
"""Commands that deal with such a file themselves."""
IN_A_BROWSER = frozenset({"start", "list", "quiz", "hint", "reset", "notebook", "new", "trust", "export", "analyse"})
"""Commands that need no second process, and so work under Pyodide."""
FOR_LEARNERS = ("watch", "hint", "quiz", "list", "start", "reset", "notebook", "doctor")
"""Commands in the order in which a learner meets them; all others are for teachers and authors."""
FIRST = (
    ("grade", "where you are, and what to do next"),
    ("grade 3", "grade exercise 3; also: grade bias_correction"),
    ("grade watch", "grade at every save"),
    ("grade hint 3", "one thought for the next step"),
    ("grade quiz", "questions that come back when they are due"),
)
EPILOG = """\b
Names are completed by the shell once it is told to (zsh and fish alike):
  eval "$(_GRADE_COMPLETE=bash_source grade)"
"""


class Commands(click.Group):
    """The commands found in this folder; any other word is taken for an exercise's name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return every module of this folder that is not private."""
        return sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or the one that grades the exercise of that name."""
        if cmd_name in self.list_commands(ctx):
            return _accept_plain(importlib.import_module(f"{__name__}.{cmd_name}").command)
        if cmd_name.startswith("-"):
            return None
        from grader import course
        from grader.cli._exercise import make_command

        try:
            return _accept_plain(make_command(course.find_exercise(cmd_name)))
        except UnknownExercise as unknown:
            if cmd_name in edition.INSTRUCTOR_COMMANDS and edition.is_student_kit():
                raise KitError(
                    f"This is a student kit; `grade {cmd_name}` is for whoever writes exercises or grades a class.",
                    "`grade --help` shows what is here.",
                ) from None
            from grader.cli._guess import suggest

            mend = suggest(cmd_name, self.list_commands(ctx)) or unknown.mend
            raise UnknownExercise(f"There is no command or exercise called {cmd_name!r}.", mend) from None

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what a learner needs first, and the options last."""
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        self.format_commands(ctx, formatter)
        super(click.Group, self).format_options(ctx, formatter)
        self.format_epilog(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a few calls to begin with, the exercises by number, and the commands."""
        from grader import course

        with formatter.section("Begin with"):
            formatter.write_dl([*FIRST])  # a command is called `list`
        with formatter.section("Exercises"):
            try:
                formatter.write_dl([(f"{each.number}  {each.name}", each.title) for each in course.list_exercises()])
            except KitError as error:  # help is for those whom something does not work
                formatter.write_text(f"{error.what} {error.mend}")
        there = self.list_commands(ctx)
        others = [name for name in there if name not in FOR_LEARNERS]
        for title, names in (("Commands", FOR_LEARNERS), ("For teachers and authors", others)):
            told = [(name, self.get_command(ctx, name)) for name in names if name in there]
            with formatter.section(title):
                formatter.write_dl([(name, made.get_short_help_str(70)) for name, made in told if made is not None])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands, options and exercises that begin so."""
        from grader.cli._names import complete_names

        return super().shell_complete(ctx, incomplete) + complete_names(incomplete)


def _choose(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        ctx.with_resource(mode.use_plain_lines())


def add_plain_option() -> click.Option:
    """Add `--plain`, which `grade` and each of its commands understand."""
    told = f"Plain lines for a screen reader or a log: no colour, frames, columns or drawings. Also: {mode.VARIABLE}=1."
    return click.Option(["--plain"], is_flag=True, is_eager=True, expose_value=False, callback=_choose, help=told)


def _accept_plain(command: click.Command) -> click.Command:
    if not any("--plain" in param.opts for param in command.params):
        command.params.append(add_plain_option())
    return command


def choose_course(_ctx: click.Context, _param: click.Parameter, folder: Path | None) -> None:
    """Let everything that follows be about the course in that folder."""
    from grader.course import location

    location.use_course(folder)


@click.group(cls=Commands, invoke_without_command=True, epilog=EPILOG, params=[add_plain_option()])
@click.option(
    "--course",
    type=click.Path(path_type=Path),
    metavar="DIR",
    is_eager=True,  # before --help, which lists the exercises
    expose_value=False,
    callback=choose_course,
    help="Use the course in DIR. FALLLINE_COURSE, or [tool.fallline] in a pyproject.toml that you trust, names one.",
)
@click.version_option(__version__, prog_name="grade", message=edition.format_version("%(prog)s, version %(version)s"))
@click.pass_context
def grade(ctx: click.Context) -> None:
    """Learn why training works, and why it breaks: fill in a stub, grade it, read what your numbers say."""
    from grader.course import location

    if ctx.invoked_subcommand not in {None, *IN_A_BROWSER} and "--help" not in sys.argv:
        require_processes()
    if ctx.invoked_subcommand in FOR_A_CLASS:
        location.ignore_tables()
    if ctx.invoked_subcommand not in QUIET:
        _tell_passed_over()
    if ctx.invoked_subcommand in {None, *FOR_ALL_EXERCISES} and "--help" not in sys.argv:
        _tell_broken_exercises()
    if ctx.invoked_subcommand is None:
        from grader.cli.list import show_home

        show_home()


def _tell_passed_over() -> None:
    """Say once on stderr which tables name a course and are not believed."""
    from grader.course import location

    for line in location.list_ignored_tables():
        if line not in _told:
            _told.add(line)
            click.echo(f"grade: {line}", err=True)


def _tell_broken_exercises() -> None:
    """Say on stderr which exercises cannot be read, and why."""
    from grader import course

    for error in course.list_broken_exercises().values():
        click.echo(f"grade: {error.what} {error.mend}", err=True)


_told: set[str] = set()


def _prepare() -> None:
    """Set up the process: its streams, its environment, its search for cycles."""
    from grader.screen.encoding import make_forgiving
    from grader.surroundings import clean_python_environment

    gc.set_threshold(SELDOM)
    # What is left at the end goes with the process; Python would search all of it for cycles, several times.
    atexit.register(gc.freeze)
    clean_python_environment()
    make_forgiving(sys.stdout)
    make_forgiving(sys.stderr)
    # The kit's arrays are small: threads for them would only be started and never used.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Run `grade`; a fault of ours or a misuse ends in one line that says how to mend it, exit code 2."""
    try:
        _prepare()
        sys.exit(grade.main(prog_name="grade", standalone_mode=False) or 0)
    except KitError as error:
        if isinstance(error, UnknownExercise):
            # Perhaps it is on the shelves of a course that was passed over.
            _tell_passed_over()
        click.echo(f"grade: {error.what} {error.mend}", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\ngrade: stopped.", err=True)
        sys.exit(STOPPED)
    except MemoryError:
        click.echo(f"grade: {MEMORY_USED_UP} {MEMORY_MEND}", err=True)
        sys.exit(2)
    except OSError as error:
        if is_machine_error(error):
            refused = make_machine_error(error)
            click.echo(f"grade: {refused.what} {refused.mend}", err=True)
            sys.exit(2)
        if not unread.is_unread(error):
            raise
        unread.silence(sys.stdout)
        sys.exit(1)
