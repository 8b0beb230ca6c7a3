"""`grade check`: the bank law, for authors."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from grader import course
from grader.errors import KitError
from grader.model import Exercise

if TYPE_CHECKING:
    from grader.authoring import Breach
    from grader.sandbox import Sandbox

EPILOG = """\b
Examples:
  grade check               every exercise and every question
  grade check 24 25         these exercises and their questions
  grade check 3 --matrix    one exercise, and which check catches which misconception
  grade check 3 --mutants   break its reference in one place at a time: what does the suite not notice?
  grade check 3 --write     accept what no probe tells apart, in a file beside the family
  grade check --markdown    the kill matrix as a page"""


@click.command(short_help="Check exercises: stubs, solutions, families, questions.", epilog=EPILOG)
@click.argument("exercises", metavar="[EXERCISE]...", nargs=-1)
@click.option("--matrix", "show_matrix", is_flag=True, help="Show which check catches which misconception.")
@click.option("--mutants", is_flag=True, help="Break each reference in one place at a time; takes longer.")
@click.option("--write", is_flag=True, help="Accept what no probe of a family tells apart, in a file beside it.")
@click.option("--markdown", is_flag=True, help="Print the kill matrix as a page of Markdown, and nothing else.")
def command(exercises: tuple[str, ...], show_matrix: bool, mutants: bool, write: bool, markdown: bool) -> None:
    """Check the shelves: stubs are graded as not started, solutions pass, every misconception is caught and named.

    Exit code 0 where the law holds, 1 where it is breached, 2 where a file of the shelves never comes back.
    """
    from grader.authoring.watchdog import NeverCameBackError, Watchdog, list_files
    from grader.course.location import SHELVES, Course

    chosen = list(dict.fromkeys(map(course.find_exercise, exercises))) or list(course.list_exercises())
    paths = {course.locate_file(one, shelf): Course(one.course) for one in chosen for shelf in SHELVES}
    try:
        with Watchdog(list_files({path: its.format_path(path) for path, its in paths.items()})):
            broken = _check(chosen, not exercises, show_matrix, mutants, write, markdown)
    except NeverCameBackError as error:
        raise KitError(f"{error}.", "Mend the loop there.") from None
    sys.exit(1 if broken else 0)


def _check(
    found: Sequence[Exercise], whole: bool, show_matrix: bool, mutants: bool, write: bool, markdown: bool
) -> int:
    """Check these exercises, print what comes of it, and count the breaches; `whole` with all questions and rules."""
    from grader import authoring

    if markdown:
        click.echo(authoring.make_page((one, authoring.make_matrix(one)) for one in found))
        return 0
    if write:
        for told in (line for one in found for line in authoring.accept(one)):
            click.echo(told)
        return 0
    from grader.course import location
    from grader.quiz.loading import load_bank
    from grader.sandbox import open_sandbox
    from grader.screen import check, console

    screen = console.make()
    sandbox = open_sandbox()
    broken = 0
    every = course.list_exercises()
    try:
        for one in found:
            seen = authoring.examine(one, sandbox, questions=not whole, others=every)
            breaches = [*seen.breaches, *([] if seen.breaches else _list_given_away(one, sandbox))]
            broken += len(breaches)
            screen.print(check.render_verdict(one.stem, breaches, seen.scope))
            if show_matrix and seen.rows:
                screen.print(check.render_matrix(one, seen.rows))
            if mutants and not breaches:
                lived, count = authoring.find_unnoticed(one, sandbox)
                broken += len(lived)
                screen.print(check.render_verdict("mutants", lived, f"{count} broken programs"))
    finally:
        sandbox.close()
    if whole:
        for stem, error in course.list_broken_exercises().items():
            broken += 1
            screen.print(check.render_verdict(stem, [authoring.Breach(stem, error.what, error.mend)], ""))
        faults = list(authoring.find_question_breaches(found))
        broken += len(faults)
        screen.print(check.render_verdict("quizzes", faults, "every number computed anew"))
        rules = (
            authoring.check_bank_rules(load_bank()) if location.find_current_course().is_kits_own and not faults else []
        )
        broken += sum(rule.breached for rule in rules)
        screen.print(check.render_rules(rules))
    return broken


def _list_given_away(exercise: Exercise, sandbox: Sandbox) -> list[Breach]:
    """Return what a student kit of the exercise would give away."""
    from grader import release
    from grader.authoring import Breach

    mend = "A student kit would give it away: say it in another way, or keep it in the solution."
    return [Breach(exercise.stem, f"{one}.", mend) for one in release.find_exercise_leaks(exercise, sandbox)]
