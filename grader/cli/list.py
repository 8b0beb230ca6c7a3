"""`grade list`: the exercises, your scores and where your files stand."""

from __future__ import annotations

from datetime import datetime

import click

EPILOG = """\b
Examples:
  grade list
  grade list --json    the same as data, with the concepts of the quiz and the next step"""


@click.command(short_help="Your exercises, their scores and files.", epilog=EPILOG)
@click.option("--json", "as_json", is_flag=True, help="Print where you stand as JSON and nothing else.")
def command(as_json: bool) -> None:
    """Show the exercises, your scores and where your files stand.

    A score is of the file as it is. One that has been written in since its last grading is said to have changed.
    """
    if as_json:
        from grader.export.standing import format_document
        from grader.learner.overview import make_overview

        click.echo(format_document(make_overview(datetime.now().astimezone().date())))
        return
    from grader.learner.overview import list_works
    from grader.screen import console
    from grader.screen.listing import render_listing

    works, place = list_works()
    console.make().print(render_listing(works, folder=place))


def show_home() -> None:
    """Show what `grade` alone shows: the exercises, the concepts, what is due, one next step."""
    from grader.learner.overview import make_overview
    from grader.screen import console
    from grader.screen.home import render_home

    today = datetime.now().astimezone().date()
    console.make().print(render_home(make_overview(today), today))
