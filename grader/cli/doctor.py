"""`grade doctor`: which walls stand on this machine, what is missing and how to get it."""

from __future__ import annotations

import click

from grader.course import edition


@click.command(short_help="Which walls stand around your code on this machine.", epilog="\b\nExample:\n  grade doctor")
def command() -> None:
    """Show which walls stand around student code on this machine, and how to get better ones.

    Each level is found by attacking it: a worker tries to read, to write, to open a socket, to start a process.
    """
    import platform

    from grader.sandbox.levels import try_levels
    from grader.screen import console
    from grader.screen.doctor import render_levels

    machine = f"Python {platform.python_version()} on {platform.system()} {platform.release()}, {platform.machine()}"
    screen = console.make()
    screen.print(render_levels(try_levels(), machine))
    if edition.is_student_kit():
        screen.print(f" {edition.describe_kit()}", highlight=False)
