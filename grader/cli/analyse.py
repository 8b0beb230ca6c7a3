"""`grade analyse`: what several terms say of the laws, the ideas and the questions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.errors import KitError

if TYPE_CHECKING:
    from grader.analysis import Term

PATH = click.Path(path_type=Path)
EPILOG = """\b
Examples:
  grade analyse graded                                one term
  grade analyse 2025=old/graded 2026=graded           two, by name, in their order
  grade analyse graded --progress answers/*.json      with what learners' quizzes exported
  grade analyse graded --html course.html --csv laws.csv
  grade analyse graded --json

OUT is a folder that `grade batch` wrote. Exit code: 0 written, 2 the command was misused."""


@click.command(short_help="What terms of results say of laws, ideas and questions.", epilog=EPILOG)
@click.argument("outs", nargs=-1, required=True, metavar="[TERM=]OUT...")
@click.option("--progress", "files", type=PATH, multiple=True, help="A learner's `--export-progress`; repeat it.")
@click.option("--html", type=PATH, help="Write a page.")
@click.option("--csv", "table", type=PATH, help="Write a row a law and a row an idea.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON and nothing else.")
@click.option("--names", "with_students", is_flag=True, help="Say who showed which idea, in JSON and on the page.")
def command(
    outs: tuple[str, ...],
    files: tuple[Path, ...],
    html: Path | None,
    table: Path | None,
    as_json: bool,
    with_students: bool,
) -> None:
    """Say how hard each law is, how well it tells students apart, which laws say the same, and which ideas come back.

    No student is named unless --names is given.
    """
    from grader import course, diagnosis
    from grader.analysis import analyse
    from grader.export import analysed
    from grader.storage.files import save_file

    exercises = course.list_exercises()
    found = analyse(
        _read_terms(outs),
        map(_show_progress, files),
        names=diagnosis.collect_idea_names(exercises),
        titles={exercise.stem: exercise.title for exercise in exercises},
        with_students=with_students,
    )
    if table is not None:
        save_file(table, analysed.format_csv(found).encode())
    if html is not None:
        from grader.export.pages import course_page

        save_file(html, course_page.render_page(found).encode("utf-8", "backslashreplace"))
    if as_json:
        click.echo(analysed.format_document(found))
        return
    from grader.screen import console
    from grader.screen.analysis import render_analysis

    console.make().print(render_analysis(found))
    for written in (html, table):
        if written is not None:
            click.echo(f"Written: {written}", err=True)


def _read_terms(outs: Iterable[str]) -> list[Term]:
    from grader.analysis import Term
    from grader.batch import results

    terms = []
    for out in outs:
        name, named, path = out.partition("=")
        folder = Path(path if named and not Path(out).exists() else out)
        terms.append(Term(name if folder != Path(out) else folder.resolve().name, results.read(folder)))
    twice = {one.name for one in terms if sum(one.name == other.name for other in terms) > 1}
    if twice:
        raise KitError(f"Two terms are called {min(twice)}.", "Name them: `grade analyse 2025=OUT 2026=OUT`.")
    return terms


def _show_progress(path: Path) -> Mapping[str, Any]:
    from grader.quiz.store import SCHEMA

    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise KitError(f"{path} cannot be read: {error}.", "Name files that --export-progress wrote.") from None
    if not isinstance(told, Mapping) or told.get("schema") != SCHEMA:
        raise KitError(f"{path} is no exported progress.", "Name files that `grade quiz --export-progress` wrote.")
    return told
