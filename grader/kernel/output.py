"""An answer below a cell: HTML where it can be shown, plain lines elsewhere."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from grader import course
from grader.export.pages.cell import render_report_cell, render_thought_cell
from grader.learner.hints import Hint
from grader.model import Exercise, Report
from grader.screen.brief import render_brief
from grader.screen.hint import render_hint
from grader.screen.plain import format_plain
from grader.screen.report import render_report
from grader.view import Step, make_brief


class Words(NamedTuple):
    """What one types where the answer stands."""

    grade: str
    every_law: str
    hint: str
    quiz: str


MAGICS = Words("%grade {}", "%grade {} --all", "%hint {}", "%quiz")
CALLS = Words("check({})", "check({}, all=True)", "grade hint {}", "grade quiz")
"""Without magics; what is no call is typed in a terminal."""


class Shown:
    """What notebooks show: they ask it for the kinds that they know."""

    def __init__(self, html: str, plain: str) -> None:
        self.html = html
        self.plain = plain

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        return {"text/plain": self.plain, "text/html": self.html}

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.plain


def display(shown: object) -> None:
    """Put an answer below the cell that is running."""
    importlib.import_module("IPython.display").display(shown)


def show_report(report: Report, words: Words, coming: Sequence[str] = (), *, whole: bool = False) -> Shown:
    """A report and where to go from it, in the words of the place."""
    steps = _list_steps(report, words, coming, whole=whole)
    said = make_brief(report, steps)
    foot = "\n".join(f"{step.says} {step.command}".strip() for step in steps)
    plain = render_report(report, then=foot) if whole else render_brief(said)
    return Shown(render_report_cell(report, said, whole=whole), format_plain(plain))


def show_hint(found: Hint | None, report: Report) -> Shown:
    """A hint, and the line that shows the next one."""
    again = f"%hint {report.submission.exercise.number}"
    plain = format_plain(render_hint(found, report, again))
    if found is None:
        return Shown(render_thought_cell("", plain), plain)
    below = "" if found.last else f"`{again}` once more goes a step further."
    return Shown(render_thought_cell(found.title, found.text, f"Hint {found.level + 1}", below), plain)


def select_function(report: Report, function: str) -> Report:
    """What a report says of one function, and of the notebook as a whole."""
    return replace(
        report,
        checks=tuple(one for one in report.checks if one.function == function),
        diagnoses=tuple(one for one in report.diagnoses if one.function == function),
        notes=tuple(one for one in report.notes if one.function in (function, None)),
        findings=tuple(one for one in report.findings if one.function in (function, None)),
        printed=tuple(one for one in report.printed if one.function in (function, "")),
        pictures=tuple(one for one in report.pictures if one.function == function),
    )


def _list_steps(report: Report, words: Words, coming: Sequence[str], *, whole: bool) -> list[Step]:
    exercise = report.submission.exercise
    number = exercise.number
    if report.status == "passed":
        steps = [_make_next_step(exercise, words), Step("The ideas behind it:", f"{words.quiz} {exercise.name}")]
    else:
        steps = [Step("Stuck:", words.hint.format(number))]
        steps += [] if whole or report.status != "failed" else [Step("All laws:", words.every_law.format(number))]
    if coming:
        steps.append(Step("Ideas of this came into today's quiz:", words.quiz))
    return steps


def _make_next_step(exercise: Exercise, words: Words) -> Step:
    later = course.find_next_exercise(exercise)
    if later is None:
        return Step("That was the last exercise here.")
    return Step(f"Next: {later.title}", words.grade.format(later.number))
