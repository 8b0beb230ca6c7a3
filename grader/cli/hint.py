"""`grade hint 3`: one thought for the next step, a little more each time."""

from __future__ import annotations

import click
from msgspec.structs import replace

from grader.cli._exercise import grade_file
from grader.cli._names import ExerciseName
from grader.learner import workspace
from grader.learner.overview import compute_sha256
from grader.model import Exercise

EPILOG = """\b
Examples:
  grade hint 3            the first hint; the same again: the next one
  grade hint 3 --again    the last one once more"""


@click.command(short_help="One hint for the next step; again: the next one.", epilog=EPILOG)
@click.argument("exercise", type=ExerciseName())
@click.option("--again", is_flag=True, help="Show the last hint once more instead of the next.")
def command(exercise: Exercise, again: bool) -> None:
    """Show one hint: a call by hand, a question, the idea, your own lines, the plan."""
    from grader.learner.hints import make_hint, make_unrun_report
    from grader.learner.history import open_history
    from grader.submission import read_submission
    from grader.surroundings import can_start_processes

    place = workspace.find_path(exercise)
    with open_history() as memory:
        last = memory.find_last(exercise.stem)
        if last is None or last.sha256 != compute_sha256(place):
            memory.record_report(
                grade_file(exercise, place)
                if can_start_processes()
                else make_unrun_report(read_submission(exercise, place))
            )
            last = memory.find_last(exercise.stem)
        assert last is not None
        report = replace(last.report, submission=read_submission(exercise, place))
        found = make_hint(report, max(0, last.level - again))
        if found is not None:
            memory.save_level(exercise.stem, found.level + 1)
    from grader.screen import console
    from grader.screen.hint import render_hint

    console.make().print(render_hint(found, report, f"grade hint {exercise.number}"))
