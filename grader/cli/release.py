"""`grade release DIR`: a student kit."""

from __future__ import annotations

from pathlib import Path

import click

from grader import course
from grader.cli._names import ExerciseName
from grader.model import Exercise

EPILOG = """\b
Examples:
  grade release kit                 a folder that students install with pip
  grade release kit --zip           the same as kit.zip
  grade release week1 -e 1 -e 2     two exercises; the others come later
\b
Exit code: 0 written, 2 nothing was written, and why."""


@click.command(short_help="Write a kit for students, without solutions.", epilog=EPILOG)
@click.argument("place", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--exercise", "-e", "wanted", multiple=True, type=ExerciseName(), help="Release this exercise (repeatable)."
)
@click.option("--zip", "as_zip", is_flag=True, help="Write DIR.zip instead of a folder.")
@click.option("--force", is_flag=True, help="Replace an earlier kit there; anybody's work stays.")
def command(place: Path, wanted: tuple[Exercise, ...], as_zip: bool, force: bool) -> None:
    """Write a kit for students: no solutions, no held-back checks, ideas as tables.

    Families of misconceptions become tables of numbers, so a student's own `grade 3` diagnoses as yours does. Checks
    marked held_back stay here: `grade batch` adds them.
    """
    from grader import release
    from grader.sandbox import open_sandbox
    from grader.screen.progress import iterate_with_progress

    broken = () if wanted else tuple(course.list_broken_exercises().values())
    if broken:
        raise broken[0]
    exercises = sorted(dict.fromkeys(wanted), key=lambda one: one.number) or list(course.list_exercises())
    place = place if place.name not in ("", "..") else place.resolve()
    place = place.with_name(f"{place.name.removesuffix('.zip')}.zip") if as_zip else place
    release.validate_target(place, as_zip=as_zip, force=force)
    click.echo("Families become tables of numbers, and every function is tried as an answer …", err=True)
    sandbox = open_sandbox()
    try:
        made = release.make_checked_kit(exercises, sandbox, iterate_with_progress)
    finally:
        sandbox.close()
    size = release.write(made.files, place, as_zip=as_zip, force=force)
    for part, (count, held) in sorted(made.measure_parts().items()):
        click.echo(f"  {part:<26}{count:>4} {'file ' if count == 1 else 'files'} {_format_size(held):>9}")
    click.echo(f"{place} holds {len(exercises)} exercise{'s' * (len(exercises) != 1)}, {_format_size(size)}.")
    for exercise in exercises:
        kept = made.kept[exercise.stem]
        if kept.checks:
            many = "check stays" if kept.checks == 1 else "checks stay"
            click.echo(f"Exercise {exercise.number}: {kept.checks} {many} here, worth {kept.points:g} of its points.")
    if course.locate_shelf("solutions").is_dir():
        click.echo("Outside the suites it holds no text of a solution or a family: it was searched.")
    else:
        click.echo("There are no solutions here, so their text was not searched for.")
    click.echo("Every function was tried as an answer; README.md names those beside the laws that would do for one.")


def _format_size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.1f} kB"
