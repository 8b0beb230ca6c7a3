"""`grade exercise03 [SUBMISSION]`: the command behind every exercise's name."""

from __future__ import annotations

import ast
import os
import shlex
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader import course
from grader.cli._names import Level, Seconds
from grader.course import edition, location
from grader.learner import workspace
from grader.model import Exercise, Report
from grader.text import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.model import Demand
    from grader.view import Step

LAST = "That was the last exercise here."
EPILOG = """\b
Examples:
  grade {number}                     your file in exercises/
  grade {number} draft.ipynb         another file, or a notebook
  grade {number} --seed 7            other drawn inputs
  grade {number} --all               every law, with its numbers
  grade {number} --json > out.json   the report as data
  grade {number} --watch             at every save: the one next thing
\b
Exit code: 0 every law holds, 1 something does not yet, 2 the command was misused."""


def make_command(exercise: Exercise) -> click.Command:
    """Make the command that grades one exercise."""
    return click.Command(
        exercise.stem,
        callback=lambda **options: _run(exercise, **options),
        params=[
            click.Argument(["submission"], required=False, type=click.Path(path_type=Path)),
            click.Option(["--all", "whole"], is_flag=True, help="Show the whole report: every law, every number."),
            click.Option(["--json", "as_json"], is_flag=True, help="Print the report as JSON and nothing else."),
            click.Option(
                ["--plot/--no-plot"],
                default=None,
                help="Draw what your numbers do.  [default: drawn with --all on a terminal]",
            ),
            click.Option(["--seed"], type=click.IntRange(0, 2**32 - 1), default=0, help="Seed of the drawn inputs."),
            click.Option(["--timeout"], type=Seconds(), default=2.0, show_default=True, help="Time of one call."),
            click.Option(
                ["--sandbox", "walls"],
                type=Level(),
                help="Demand this level of walls around your code, or a better one; =LEVEL is this one exactly.",
            ),
            click.Option(["--watch"], is_flag=True, help="Stay, and grade again at every save."),
        ],
        help=f"Grade exercise {exercise.number}, {exercise.title}\n\nFunctions: {', '.join(exercise.functions)}.",
        short_help=exercise.title,
        epilog=EPILOG.format(number=exercise.number),
    )


def _run(
    exercise: Exercise,
    submission: Path | None,
    whole: bool,
    as_json: bool,
    plot: bool | None,
    seed: int,
    timeout: float,
    walls: Demand | None,
    watch: bool,
) -> None:
    if submission is not None:
        location.refuse_course_beside(submission)
    if watch:
        if as_json:
            raise click.UsageError("--watch shows a screen, --json one report: choose one of them.")
        from grader.cli import _watch
        from grader.surroundings import require_terminal

        require_terminal(f"grade {exercise.number} --watch")
        raise SystemExit(_watch.watch(exercise, submission, seed=seed, timeout=timeout, walls=walls))
    place = submission or _find_own_file(exercise)
    _say_where_words_are_exchanged(exercise, submission)
    if submission is not None:
        _say_where_the_name_contradicts(exercise, submission)
    pictures = plot if plot is not None else whole and not as_json and sys.stdout.isatty()
    graded = grade_file(exercise, place, seed=seed, timeout=timeout, walls=walls, pictures=pictures)
    coming = [] if submission else _remember(graded)
    if as_json:
        from grader.view.document import format_report

        click.echo(format_report(graded, indent=2))
    else:
        _show(exercise, graded, coming, whole, submission)
    if submission is not None and (submission.is_dir() or not submission.exists()):
        raise SystemExit(2)  # named by mistake: no code has been judged
    raise SystemExit(0 if graded.status == "passed" else 1)


def _say_where_words_are_exchanged(exercise: Exercise, submission: Path | None) -> None:
    """Tell who types `grade 3 hint` that commands come first."""
    if submission is not None and not submission.exists() and str(submission) in ("hint", "quiz", "watch", "reset"):
        click.echo(f"grade: did you mean `grade {submission} {exercise.number}`?", err=True)


def _find_own_file(exercise: Exercise) -> Path:
    """Return the learner's file, and say which it is where another stands beside it."""
    place = workspace.find_path(exercise)
    if not place.is_relative_to(Path.cwd().resolve()):
        click.echo(f"Graded: {place}", err=True)
    for other in workspace.list_paths(exercise):
        if other != place and other.is_file():
            click.echo(f"Graded: {place.name}. For {other.name}: grade {exercise.number} {_shorten(other)}", err=True)
    return place


def _say_where_the_name_contradicts(exercise: Exercise, place: Path) -> None:
    """Tell of a file that is called after another exercise or topic than it is graded as."""
    if place.stem == exercise.stem:
        return
    from grader.handin.doubts import find_doubt
    from grader.handin.folders import LocalFile

    if place.is_file():
        file = LocalFile(place, (place.name,), 0)
        if (against := find_doubt(file, exercise, course.list_exercises())) and (against.other or against.grave):
            click.echo(f"grade: {against.says}", err=True)


def _shorten(place: Path) -> str:
    """Return a path as one would type it here."""
    here = Path.cwd().resolve()
    return str(place.relative_to(here) if place.is_relative_to(here) else place)


def grade_file(
    exercise: Exercise,
    place: Path,
    *,
    seed: int = 0,
    timeout: float = 2.0,
    walls: Demand | None = None,
    pictures: bool = False,
) -> Report:
    """Read and grade one file."""
    from grader import grading
    from grader.sandbox import Limits
    from grader.submission import read_submission

    limits = Limits.for_call(timeout)
    return grading.grade(
        read_submission(exercise, place), seed=seed, limits=limits, no_less=walls or "process", pictures=pictures
    )


def _remember(graded: Report) -> list[str]:
    """Keep the report of the learner's own file; a memory that cannot be used costs nobody the report."""
    from grader.errors import KitError
    from grader.learner.history import remember_report

    try:
        return remember_report(graded)
    except KitError as error:
        click.echo(f"grade: {error.what} {error.mend}", err=True)
        return []


def _show(exercise: Exercise, graded: Report, coming: list[str], whole: bool, submission: Path | None) -> None:
    # Late on purpose: Rich loads while nothing waits for it.
    from grader.screen import console
    from grader.view import make_brief

    if whole:
        from grader.screen.report import render_report

        shown = render_report(
            graded, then=_render_foot(exercise, graded, coming, submission), first=_read_signature(exercise)
        )
    else:
        from grader.screen.brief import render_brief

        brief = make_brief(graded, _list_steps(exercise, graded, coming, submission))
        shown = render_brief(brief, *_render_below(exercise, graded))
    console.make().print(shown)


def _render_below(exercise: Exercise, graded: Report) -> Iterator[Any]:
    """Yield what stands under a brief report: how to begin where nothing is written, and pictures."""
    if graded.status == "not_started":
        from grader.screen.report import render_first_step

        yield render_first_step(graded, _read_signature(exercise))
    if graded.pictures:
        from grader.screen.pictures import render_pictures

        if (drawn := render_pictures(graded.pictures)) is not None:
            yield drawn


def _render_foot(exercise: Exercise, graded: Report, coming: list[str], submission: Path | None) -> str:
    """Render the last lines of the whole report."""
    steps = _list_steps(exercise, graded, coming, submission)
    lines = [" ".join(part for part in (step.says, step.command) if part) for step in steps]
    return "\n".join(lines)


def _list_steps(exercise: Exercise, graded: Report, coming: list[str], submission: Path | None) -> list[Step]:
    """Return where to go from a report: to the file and back, to a hint, on; after one's own file as `grade` says.

    After another file, each command names that file; a hint is left out, for it is about one's own.
    """
    from grader.view import Step

    number = exercise.number
    again = f"grade {number}"
    if submission is not None and submission.is_file():
        again += f" {_quote(submission)}"
    steps = []
    if graded.status in ("passed", "failed") and (more := edition.describe_held_back(exercise)):
        steps.append(Step(more))
    if graded.status == "passed":
        steps.append(_go_on(exercise, own=submission is None))
        steps.append(Step("The ideas behind it:", f"grade quiz {exercise.name}"))
        if submission is None:
            steps.append(Step("About your own numbers:", f"grade quiz {number} --mine"))
    elif graded.status == "failed":
        steps.append(Step("Next: mend, save,", again))
        if submission is None:
            steps.append(Step("Stuck:", f"grade hint {number}"))
        steps.append(Step("All laws:", f"{again} --all"))
    else:
        steps.append(Step("Then", again))
    if coming:
        steps.append(Step(f"{format_count(len(coming), 'idea')} of this came into today's quiz:", "grade quiz"))
    return steps


def _quote(path: Path) -> str:
    """Return a path as it is typed in a shell of this system."""
    if os.name == "nt":
        return f'"{path}"' if " " in str(path) else str(path)
    return shlex.quote(str(path))


def _go_on(exercise: Exercise, *, own: bool) -> Step:
    """Return the step after a solved exercise."""
    from grader.view import Step

    later = course.find_next_exercise(exercise)
    plain = Step(f"Next: {later.title}", f"grade {later.number}") if later else Step(LAST)
    if not own:
        return plain
    from grader.learner.overview import make_overview

    found = make_overview(datetime.now().astimezone().date()).next
    return plain if found.command == plain.command else Step(f"Next: {found.says}", found.command)


def _read_signature(exercise: Exercise) -> str:
    """Return the first function as the stub writes it, without its annotations."""
    tree = ast.parse(course.locate_stub(exercise).read_bytes())
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == exercise.functions[0]:
            return f"{node.name}({ast.unparse(node.args)})"
    return f"{exercise.functions[0]}(…)"
