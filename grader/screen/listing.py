"""The exercises and where the learner's files stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.learner.overview import State, Work
from grader.screen.clean import clean_text
from grader.screen.components import QUIET, ReadableWidth, make_grid, make_ornament
from grader.text import format_points

MARKS: Mapping[State, tuple[str, str]] = {
    "absent": ("-", QUIET),
    "untouched": ("•", QUIET),
    "begun": ("▸", "cyan"),
    "changed": ("▸", "cyan"),
    "graded": ("▸", "cyan"),
    "solved": ("✓", "green"),
}

OUT_OF_ORDER = "Exercises stand in the order of the course; a number is a name."


def render_listing(works: Sequence[Work], *, folder: str, then: str = "") -> RenderableType:
    """Render title, functions, state and score of each exercise; `folder` is the one looked into."""
    numbers = [work.exercise.number for work in works]
    foot = [Text(OUT_OF_ORDER, QUIET)] if numbers != sorted(numbers) else []
    foot += [clean_text(folder, QUIET)] + ([Text(then)] if then else [])
    return Padding(ReadableWidth(Group(render_works(works, functions=True), Text(), *foot)), 1)


def render_works(works: Sequence[Work], *, functions: bool = False) -> RenderableType:
    """Render a line for each exercise, its functions under the title where `functions` is true."""
    rows = make_grid(
        dict(no_wrap=True),
        dict(justify="right", no_wrap=True),
        dict(ratio=1),
        dict(justify="right", no_wrap=True),
        label=True,
    )
    for work in works:
        sign, style = MARKS[work.state]
        title = clean_text(work.exercise.title, "bold")
        under = [Text(", ".join(work.exercise.functions), QUIET)] if functions else []
        number = Text(str(work.exercise.number), "bold")
        rows.add_row(make_ornament(sign, style), number, Group(title, *under), Text(describe_state(work), style))
    return rows


def describe_state(work: Work) -> str:
    """Describe the state and the score; a score of an earlier text of the file is called so."""
    reached = (
        f"{format_points(work.score)} of {format_points(work.max_score)}"
        if work.score is not None and work.max_score
        else ""
    )
    best = f", best {format_points(work.best)}" if work.best else ""
    match work.state:
        case "solved":
            return f"{reached}, solved"
        case "graded" if work.verdict in ("passed", "failed"):
            return reached if work.best == work.score else f"{reached}{best}"
        case "graded":
            return "could not be run"
        case "changed":
            return f"changed since {reached}" if reached else "changed since it was graded"
        case "begun":
            return "begun, not graded"
        case "untouched":
            return f"as it came{best}"
        case _:
            return f"no file here{best}"
