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
    """The commands to type where the answer is shown."""

    grade: str
    every_law: str
    hint: str
    quiz: str


MAGICS = Words("%grade {}", "%grade {} --all", "%hint {}", "%quiz")
CALLS = Words("check({})", "check({}, all=True)", "grade hint {}", "grade quiz")
"""Without magics; what is no call is typed in a terminal."""


class Shown:
    """An answer that a notebook shows: it is asked for the formats that the notebook knows."""

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
    """Return a report and where to go from it, with the commands `words`."""
    steps = _list_steps(report, words, coming, whole=whole)
    brief = make_brief(report, steps)
    foot = "\n".join(f"{step.says} {step.command}".strip() for step in steps)
    plain = render_report(report, then=foot) if whole else render_brief(brief)
    return Shown(render_report_cell(report, brief, whole=whole), format_plain(plain))


def show_hint(hint: Hint | None, report: Report) -> Shown:
    """Return a hint, and the line that shows the next one."""
    again = f"%hint {report.submission.exercise.number}"
    plain = format_plain(render_hint(hint, report, again))
    if hint is None:
        return Shown(render_thought_cell("", plain), plain)
    below = "" if hint.last else f"`{again}` once more goes a step further."
    return Shown(render_thought_cell(hint.title, hint.text, f"Hint {hint.level + 1}", below), plain)


def select_function(report: Report, function: str) -> Report:
    """Return what a report says of one function, and of the notebook as a whole."""
    return replace(
        report,
        checks=tuple(each for each in report.checks if each.function == function),
        diagnoses=tuple(each for each in report.diagnoses if each.function == function),
        notes=tuple(each for each in report.notes if each.function in (function, None)),
        findings=tuple(each for each in report.findings if each.function in (function, None)),
        printed=tuple(each for each in report.printed if each.function in (function, "")),
        pictures=tuple(each for each in report.pictures if each.function == function),
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
