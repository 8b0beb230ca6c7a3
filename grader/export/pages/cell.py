"""A report as the output of a notebook's cell: what the screen says, in the look of the pages, light and dark."""

from __future__ import annotations

import math
import re
import secrets
from functools import cache
from pathlib import Path

from markupsafe import Markup

from grader.export.marks import MARKS
from grader.export.pages import student
from grader.export.pages.rendering import render, style
from grader.export.pages.svg import Pictures
from grader.export.pages.wording import STATUSES
from grader.model import Picture, Report
from grader.quiz.asking import Asked
from grader.quiz.marking import LETTERS
from grader.quiz.pictures import Line, picture_of
from grader.quiz.pictures import Picture as Plot
from grader.view import Brief
from grader.view.document import document

ROOT = ".fallline.fallline"
"""Named twice, so that it weighs more than what a notebook's own style says of tables and code."""
WHOLE = {":root", "html", "body"}
DARK = (
    'body[data-jp-theme-light="false"]', "body.vscode-dark", "body.vscode-high-contrast", 'html[theme="dark"]', ".dark",
)  # fmt: skip
"""How JupyterLab, VS Code, Colab and marimo say that they are dark."""
LIGHT = ('body[data-jp-theme-light="true"]', "body.vscode-light", 'html[theme="light"]', ".light")
"""And that they are light, whatever the system around them prefers."""
STATES = {
    "passed": ("✓", "right"),
    "carried": (MARKS["carried"][0], "right, carried"),
    "failed": ("✗", "not right yet"),
    "waiting": (MARKS["waiting"][0], "waits"),
    "unwritten": ("?", "waits to be written"),
}


def report_cell(report: Report, told: Brief, *, whole: bool = False) -> str:
    """Write a report as HTML: the first thing to mend, or every law; both end in the steps that the brief names."""
    anchor = secrets.randbelow(10**9)
    part = student.part_of(anchor, document(report), {}, {}, _pictures()) if whole else None
    return render(
        "cell.html",
        part=part,
        brief=told,
        anchor=f"part-{anchor}",
        sign=STATUSES.get(told.status, ("?", ""))[0],
        signs=STATES,
        drawn=[(one.words, _drawn(one)) for one in report.pictures],
        style=scoped_style(),
    )


def thought_cell(title: str, text: str, above: str = "", below: str = "") -> str:
    """Write one thought, a hint for one, as HTML."""
    return render("thought.html", title=title, text=text, above=above, below=below, style=scoped_style())


def question_cell(above: str, asked: Asked) -> str:
    """Write a question as HTML, its choices or items behind their letters; nothing in it tells the answer."""
    picture = picture_of(asked) if asked.question.picture is not None and asked.question.picture.before else None
    return render(
        "question.html",
        above=above,
        prompt=asked.prompt.split("\n\n"),
        rows=list(zip(LETTERS, [one.text for one in asked.choices] or asked.items, strict=False)),
        picture=_pictures().plot(picture) if picture is not None else "",
        style=scoped_style(),
    )


def _pictures() -> Pictures:
    """A notebook holds many outputs, and no two pictures in it may have the same id."""
    return Pictures(secrets.randbelow(10**9))


def _drawn(picture: Picture) -> Markup:
    """A picture of the learner's numbers; the ground that a screen draws with is left out."""
    left, right, bottom, top = picture.window or (-math.inf, math.inf, -math.inf, math.inf)
    lines = []
    for curve in picture.curves:
        inside = [(x, y) for x, y in zip(curve.xs, curve.ys, strict=True) if left <= x <= right and bottom <= y <= top]
        if curve.role != "ground" and inside:
            xs, ys = zip(*inside, strict=True)
            lines.append(Line(curve.name, xs, ys, curve.joined, not curve.joined))
    return _pictures().plot(Plot(picture.title, picture.across, picture.up, tuple(lines)))


@cache
def scoped_style() -> Markup:
    """The pages' style for what lies in a cell alone, after the notebook's own light or dark."""
    pages = re.sub(r"/\*.*?\*/", "", str(style()), flags=re.DOTALL)
    light, dark = re.findall(r":root \{(.*?)\}", pages, flags=re.DOTALL)[:2]
    themes = [_of_themes(LIGHT, light), _of_themes(DARK, dark)]
    own = (Path(__file__).parent / "cell.css").read_text("utf-8")
    return Markup("\n".join([re.sub(r"([^{}]+)\{", _scoped, pages), *themes, own]))


def _scoped(found: re.Match[str]) -> str:
    """The selectors of a rule, each below the cell's own element; what stands before `@media` is no selector."""
    words = found[1].strip()
    if words.startswith("@"):
        return found[0]
    named = (ROOT if one.strip() in WHOLE else f"{ROOT} {one.strip()}" for one in words.split(","))
    return f"\n{', '.join(named)} {{"


def _of_themes(themes: tuple[str, ...], colours: str) -> str:
    return f"{', '.join(f'{theme} {ROOT}' for theme in themes)} {{{colours}}}"
