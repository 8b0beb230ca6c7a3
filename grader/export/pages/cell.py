"""A report as the output of a notebook's cell, in the style of the feedback pages, light and dark."""

from __future__ import annotations

import math
import re
import secrets
from functools import cache
from pathlib import Path

from markupsafe import Markup

from grader.export.marks import MARKS
from grader.export.pages import student
from grader.export.pages.rendering import read_style, render
from grader.export.pages.svg import Pictures
from grader.export.pages.wording import STATUSES
from grader.model import Picture, Report
from grader.quiz.asking import AskedQuestion
from grader.quiz.marking import LETTERS
from grader.quiz.pictures import Line, draw_question_picture
from grader.quiz.pictures import Picture as Plot
from grader.view import Brief
from grader.view.document import make_document

ROOT = ".fallline.fallline"
"""The selector of the cell, named twice so that it has precedence over a notebook's own style of tables and code."""
ROOT_SELECTORS = {":root", "html", "body"}
DARK = (
    'body[data-jp-theme-light="false"]', "body.vscode-dark", "body.vscode-high-contrast", 'html[theme="dark"]', ".dark",
)  # fmt: skip
"""Selectors by which JupyterLab, VS Code, Colab and marimo say that they are dark."""
LIGHT = ('body[data-jp-theme-light="true"]', "body.vscode-light", 'html[theme="light"]', ".light")
"""Selectors by which they say that they are light, whatever the operating system prefers."""
STATES = {
    "passed": ("✓", "right"),
    "carried": (MARKS["carried"][0], "right, carried"),
    "failed": ("✗", "not right yet"),
    "waiting": (MARKS["waiting"][0], "waits"),
    "unwritten": ("?", "waits to be written"),
}


def render_report_cell(report: Report, brief: Brief, *, whole: bool = False) -> str:
    """Return a report as HTML: the first thing to mend, or every law; both end in the steps that the brief names."""
    anchor = secrets.randbelow(10**9)
    part = student.make_part(anchor, make_document(report), {}, {}, _make_pictures()) if whole else None
    return render(
        "cell.html",
        part=part,
        brief=brief,
        anchor=f"part-{anchor}",
        sign=STATUSES.get(brief.status, ("?", ""))[0],
        signs=STATES,
        drawn=[(picture.words, _draw(picture)) for picture in report.pictures],
        style=make_scoped_style(),
    )


def render_thought_cell(title: str, text: str, above: str = "", below: str = "") -> str:
    """Return one thought, such as a hint, as HTML."""
    return render("thought.html", title=title, text=text, above=above, below=below, style=make_scoped_style())


def render_question_cell(above: str, asked: AskedQuestion) -> str:
    """Return a question as HTML, its choices or items behind their letters; nothing in it gives the answer away."""
    picture = (
        draw_question_picture(asked) if asked.question.picture is not None and asked.question.picture.before else None
    )
    return render(
        "question.html",
        above=above,
        prompt=asked.prompt.split("\n\n"),
        rows=list(zip(LETTERS, [choice.text for choice in asked.choices] or asked.items, strict=False)),
        picture=_make_pictures().plot(picture) if picture is not None else "",
        style=make_scoped_style(),
    )


def _make_pictures() -> Pictures:
    """Return Pictures with random ids: a notebook holds many outputs, and ids in it must not occur twice."""
    return Pictures(secrets.randbelow(10**9))


def _draw(picture: Picture) -> Markup:
    """Return a picture of the learner's numbers as SVG, without the ground that a screen draws with."""
    left, right, bottom, top = picture.window or (-math.inf, math.inf, -math.inf, math.inf)
    lines = []
    for curve in picture.curves:
        inside = [(x, y) for x, y in zip(curve.xs, curve.ys, strict=True) if left <= x <= right and bottom <= y <= top]
        if curve.role != "ground" and inside:
            xs, ys = zip(*inside, strict=True)
            lines.append(Line(curve.name, xs, ys, curve.joined, not curve.joined))
    return _make_pictures().plot(Plot(picture.title, picture.across, picture.up, tuple(lines)))


@cache
def make_scoped_style() -> Markup:
    """Return the pages' style limited to the cell's own element, in the notebook's light or dark."""
    page_style = re.sub(r"/\*.*?\*/", "", str(read_style()), flags=re.DOTALL)
    light, dark = re.findall(r":root \{(.*?)\}", page_style, flags=re.DOTALL)[:2]
    themes = [_make_theme_rule(LIGHT, light), _make_theme_rule(DARK, dark)]
    cell_style = (Path(__file__).parent / "cell.css").read_text("utf-8")
    return Markup("\n".join([re.sub(r"([^{}]+)\{", _scope_selectors, page_style), *themes, cell_style]))


def _scope_selectors(match: re.Match[str]) -> str:
    """Return a rule's selectors, each limited to the cell's own element; what stands before `@media` is no selector."""
    selectors = match[1].strip()
    if selectors.startswith("@"):
        return match[0]
    scoped = (
        ROOT if selector.strip() in ROOT_SELECTORS else f"{ROOT} {selector.strip()}"
        for selector in selectors.split(",")
    )
    return f"\n{', '.join(scoped)} {{"


def _make_theme_rule(themes: tuple[str, ...], colours: str) -> str:
    """Return a rule that sets the colours where the notebook has one of these themes."""
    return f"{', '.join(f'{theme} {ROOT}' for theme in themes)} {{{colours}}}"
