"""`grade batch`: a whole class."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import course
from grader.cli import MEMORY_MEND, MEMORY_USED_UP
from grader.cli._names import ExerciseName, Level, Seconds
from grader.cli._signals import Stop, end_like_ctrl_c
from grader.course import location
from grader.errors import KitError, Unfinished, WorkersLost, is_machine_error, make_machine_error
from grader.model import Exercise
from grader.text import clean, format_count

if TYPE_CHECKING:
    from grader.batch.engine import Settings
    from grader.batch.nouns import Handed
    from grader.batch.run import Result
    from grader.model import Demand
    from grader.screen.console import Console

EPILOG = """\b
Examples:
  grade batch submissions.zip --exercise 3 --out graded     what Canvas, Moodle … gave you
  grade batch week3/ week4/ --out graded                    exercises told by the files' names
  grade batch submissions.zip -e 3 --out graded --feedback  pages for students and class as well
  grade batch submissions.zip -e 3 --out graded --fresh     grade what is there anew
\b
The same command again goes on where it was stopped; results of other students, exercises and runs in the folder stay.
Exit code: 0 everything was graded,
1 it could not finish (a full disk, a folder that may not be written, a scheduler that is gone …)
or somebody's points are not known, 2 the command was misused, 130 it was stopped with Ctrl-C
(143 by SIGTERM, 129 by SIGHUP, 131 by SIGQUIT)."""


@click.command(short_help="Grade what a class handed in, a folder or a zip.", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--exercise", "-e", "wanted", multiple=True, type=ExerciseName(), help="Grade this exercise (repeatable)."
)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder of the results.")
@click.option("--layout", help="How the submissions are laid out, where it is not found by itself.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="Processes at work; all cores by default.")
@click.option("--engine", default="local", show_default=True, help="Where to grade: local, or dask://HOST:PORT.")
@click.option(
    "--sandbox",
    "walls",
    type=Level(),
    default="confined",
    show_default=True,
    help="The least walls around strangers' code; =LEVEL is that level exactly.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    help="Draw the same inputs for everybody, from this seed, as `grade N --seed` does: for demonstrations.",
)
@click.option(
    "--secret",
    envvar="FALLLINE_SECRET",
    default="",
    help="Draw each file's inputs from this secret.  [default: each round's inputs, from one of the kit's own]",
)
@click.option("--timeout", type=Seconds(), default=2.0, show_default=True, help="Time of one call.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["csv", "gradescope", "junit", "nbgrader", "pages"]),
    help="Write this as well (repeatable); `grade export` writes it later. grades.csv is always there.",
)
@click.option(
    "--feedback",
    is_flag=True,
    help="Write a page of feedback for each student and one for the class, as --format pages.",
)
@click.option("--despite-names", is_flag=True, help="Grade files even where their names say another exercise.")
@click.option("--fresh", is_flag=True, help="Grade everything anew.")
@click.option(
    "--no-carry", is_flag=True, help="No points for what is right only with the right helper; the report says so still."
)
@click.option(
    "--own-questions",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a sheet for everybody who passed, with questions about their own code, and a key beside it.",
)
@click.option("--similar", is_flag=True, help="List pairs of alike code, for your eyes; no grade changes.")
def command(
    paths: tuple[Path, ...],
    wanted: tuple[Exercise, ...],
    out: Path,
    layout: str | None,
    despite_names: bool,
    jobs: int | None,
    engine: str,
    walls: Demand,
    seed: int | None,
    secret: str,
    timeout: float,
    formats: tuple[str, ...],
    feedback: bool,
    fresh: bool,
    no_carry: bool,
    own_questions: Path | None,
    similar: bool,
) -> None:
    """Grade what a class handed in: a folder or a zip, as the LMS gave it."""
    from grader.batch import lock
    from grader.batch.engine import Settings, make_engine
    from grader.batch.gather import gather_all
    from grader.batch.idea_names import read_idea_names
    from grader.batch.run import Batch
    from grader.sandbox import Limits
    from grader.screen import batch as screens
    from grader.screen import console, unread

    stream = unread.outlive_reader(sys.stdout)  # pages and grades are written, whoever reads what is said
    screen = console.make(stream)
    if own_questions is not None:
        _refuse_folder(_name_key(own_questions))
    its = location.find_current_course()
    if not its.is_kits_own:
        click.echo(f"Course: {its.title} ({its.folder})", err=True)
    found = gather_all(paths, wanted or course.list_exercises(), layout, despite_names=despite_names)
    screen.print(screens.render_gathered(found))
    batch = Batch(
        handed=found.handed,
        skipped=found.skipped,
        out=out,
        engine=make_engine(engine, jobs),
        settings=Settings(Limits.for_call(timeout), walls, carry=not no_carry),
        seed=0 if secret and seed is None else seed,
        secret=secret,
        fresh=fresh,
        tell=lambda told: screen.print(screens.render_line(told)),
        sources=sorted(str(path.resolve()) for path in paths),
        formats={*formats, *(["pages"] if feedback else [])} - {"csv"},
    )
    stop = Stop()
    try:
        with (
            end_like_ctrl_c(stop),
            _explain_machine_errors(),
            lock.hold(out, batch.tell),
        ):  # pages and exports are this run's too
            with screens.show_progress(screen, len(found.handed)) as line:
                batch.watch = lambda standing, _record: line.show(standing)
                result = batch.run()
            known = read_idea_names({one.exercise for one in found.handed})
            screen.print(screens.render_summary(result, known))
            for told in _write(out, result.formats, known):
                click.echo(told, file=stream)
            if own_questions is not None:
                click.echo(
                    _ask_about_own(found.handed, out, own_questions, batch.settings, batch.seed or 0), file=stream
                )
            if similar:
                _compare(found.handed, out, screen)
        if result.ungraded:
            click.echo(_explain_unfinished(result), err=True)
            raise SystemExit(1)
    except (Unfinished, WorkersLost) as error:
        click.echo(f"grade: {error.what} {error.mend}", err=True)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        screen.print(screens.render_stopped(batch.done, len(found.handed), out))
        raise click.exceptions.Exit(stop.exit_code) from None


@contextmanager
def _explain_machine_errors() -> Iterator[None]:
    """Raise Unfinished in place of what the machine refuses."""
    try:
        yield
    except MemoryError:
        raise Unfinished(MEMORY_USED_UP, MEMORY_MEND) from None
    except OSError as error:
        if not is_machine_error(error):
            raise
        raise make_machine_error(error) from None


def _explain_unfinished(result: Result) -> str:
    """Explain in a line why a batch could not finish, and how to mend it."""
    many = format_count(len(result.ungraded), "student")
    whose = f"{many} {'is' if len(result.ungraded) == 1 else 'are'} without points, which remarks.txt names"
    if result.lost:
        gone = ", ".join(result.lost)
        return clean(
            f"grade: {gone} went away or changed while it was graded: {whose}. "
            "Download it again, then run the same command; it goes on from there."
        )
    return f"grade: {whose}. The same command tries them again; no export touches their grades meanwhile."


def _name_key(sheets: Path) -> Path:
    """Return where the answers to sheets of questions stand."""
    return sheets.with_name(f"{sheets.stem}-key.csv")


def _refuse_folder(path: Path) -> None:
    """Raise KitError where a folder stands at the path of a file: before a class is graded, not after."""
    if path.is_dir():
        raise KitError(f"{path} is a folder.", "Name another file with --own-questions; its key lies beside it.")


def _ask_about_own(handed: Sequence[Handed], out: Path, file: Path, settings: Settings, seed: int) -> str:
    """Write sheets of questions about students' own code and their key; return a line on it."""
    from grader.batch import own_sheets, results
    from grader.batch.files import refuse_link
    from grader.export.pages import sheets_page
    from grader.quiz import loading
    from grader.sandbox import open_sandbox
    from grader.storage.files import save_file

    sandbox = open_sandbox(no_less=settings.no_less)
    try:
        asked = own_sheets.iterate_sheets(
            handed, results.read(out), loading.load_bank(), sandbox, settings.limits, seed
        )
        found = list(asked)
    finally:
        sandbox.close()
    key = _name_key(file)
    for path, text in ((file, sheets_page.render_page(found)), (key, sheets_page.format_key(found))):
        refuse_link(path)
        save_file(path, text.encode("utf-8", "backslashreplace"))
    return f"{file}: a sheet for {len(found)} who passed; the answers are in {key.name}."


def _compare(handed: Sequence[Handed], out: Path, screen: Console) -> None:
    """List whose code is alike."""
    from grader.batch import similar as likeness
    from grader.screen import similar as pairs

    alike = likeness.find_pairs(handed)
    screen.print(pairs.render_similar(alike, likeness.write_table(alike, handed, out)))


def _write(out: Path, formats: Iterable[str], names: Mapping[str, str]) -> Iterator[str]:
    """Write what else was asked for, now or by an earlier run, and yield a line on each; `names` are of ideas."""
    from grader.batch import results
    from grader.batch.files import refuse_link
    from grader.export import systems

    for name in sorted({*formats} - {"pages"}):
        system = systems.load_system(name)
        refuse_link(out / f"{name}{system.SUFFIX}")
        written = system.write(results.read(out), out / f"{name}{system.SUFFIX}")
        yield written.summary
        yield from written.remarks
    if "pages" in formats:
        from grader.export.pages import FOLDER, write_pages

        refuse_link(out / FOLDER)
        titles = {exercise.stem: exercise.title for exercise in course.list_exercises()}
        yield f"{out}: {', '.join(write_pages(results.read(out), out, names, titles))}."
