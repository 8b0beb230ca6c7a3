"""`grade quiz`: what is due, then what is new."""

from __future__ import annotations

import sys
from pathlib import Path

import click

PATH = click.Path(path_type=Path)
SYSTEMS = click.Choice(["gift", "qti", "anki"])


EPILOG = """\b
Examples:
  grade quiz                        what is due, then what is new
  grade quiz momentum               one topic; also: an exercise, grade quiz 3
  grade quiz 3 --mine               about your own code, once it passes
  grade quiz --stats                what stayed
  grade quiz adam --html adam.html  a page that asks and marks
  grade quiz adam --export gift --to adam.gift"""


@click.command(short_help="Questions that come back when they are due.", epilog=EPILOG)
@click.argument("topic", required=False)
@click.option("--due", is_flag=True, help="Only what is due, nothing new.")
@click.option("--mine", is_flag=True, help="About your own code of an exercise that has passed: `grade quiz 3 --mine`.")
@click.option("--checkpoints", is_flag=True, help="The four intuition checkpoints, in your own words first.")
@click.option("--count", type=click.IntRange(1), help="At most so many questions.  [default: 10]")
@click.option("--topics", is_flag=True, help="List the topics.")
@click.option("--stats", is_flag=True, help="What stayed, how well confidence fits, what the week brings.")
@click.option("--seed", type=int, hidden=True, help="Draw the same numbers and orders again.")
@click.option("--preview", type=PATH, metavar="FILE", help="Show a question file and its faults.")
@click.option("--export", "system", type=SYSTEMS, help="Write the bank for Moodle, Canvas or Anki.")
@click.option("--html", type=PATH, metavar="FILE", help="Write the questions as one page that asks and marks.")
@click.option("--to", type=PATH, metavar="PATH", help="Where --export writes.")
@click.option("--export-progress", type=PATH, metavar="FILE", help="Write your answers to a file.")
@click.option("--import-progress", type=PATH, metavar="FILE", help="Join answers from a file with yours.")
def command(
    topic: str | None, due: bool, mine: bool, checkpoints: bool, count: int | None, topics: bool, stats: bool,
    seed: int | None, preview: Path | None, system: str | None, html: Path | None, to: Path | None,
    export_progress: Path | None, import_progress: Path | None,
) -> None:  # fmt: skip
    """Ask what is due today, then concepts not met yet; TOPIC (momentum, adam, 3 …) practises one topic.

    One question a screen, one key to answer, how sure you are, and why. What you answer is kept at once.
    With --plain, or through a pipe, lines are read and written instead of keys and screens.
    """
    from grader.cli import _quiz
    from grader.screen import mode
    from grader.surroundings import require_terminal

    plain = mode.is_plain()

    if preview is not None:
        sys.exit(_quiz.preview_file(preview, plain))
    bank = _quiz.load_bank()
    if mine:
        sys.exit(_quiz.sit_mine(bank, topic, plain, seed))
    chosen = _quiz.find_topic(bank, topic) if topic else None
    if system is not None:
        _quiz.export(bank, chosen, system, to)
    elif html is not None:
        _quiz.write_page(bank, chosen, html, seed)
    elif export_progress or import_progress:
        _quiz.move_progress(export_progress, import_progress)
    elif topics or stats:
        _quiz.show(bank, stats, plain)
    else:
        if sys.stdin is not None and sys.stdin.isatty():
            require_terminal("grade quiz")
        sys.exit(_quiz.sit(bank, chosen, due, checkpoints, count, plain, seed))
