"""A Picture as text: braille lines where the terminal can, signs where it cannot. It never needs colour."""

from __future__ import annotations

import math
import re

from rich.console import Group, RenderableType
from rich.text import Text

from grader.quiz.pictures import Line, Picture

_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_SIGNS = {True: ("⠿", "*", "·"), False: ("*", "+", ".")}
_DOT = {True: "●", False: "o"}
_DENSE = 400


def plot(picture: Picture, width: int = 72, height: int = 14, unicode: bool = True) -> RenderableType:
    """The picture within so many columns and lines, its title above and its key below."""
    drawn = _draw(picture, max(30, width), max(8, height), unicode)
    return Group(Text(picture.title, style="bold"), Text(drawn, no_wrap=True), _key(picture, unicode))


def _draw(picture: Picture, width: int, height: int, unicode: bool) -> str:
    import plotext  # type: ignore[import-untyped]

    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plot_size(width, height)
    plotext.xlabel(picture.across)
    for line, sign in zip(picture.lines, _signs(picture, unicode), strict=True):
        marker = "braille" if sign == "⠿" else sign
        if not line.joined:
            plotext.scatter(list(line.xs), list(line.ys), marker=marker)
        elif len(line.xs) > 1:
            faint = line.dots and not unicode
            plotext.plot(*_thick(line), marker="." if faint else marker)
        if line.dots:
            plotext.scatter(list(line.xs), list(line.ys), marker=_DOT[unicode])
    return "\n".join(row.rstrip() for row in _ESCAPES.sub("", plotext.build()).splitlines())


def _thick(line: Line) -> tuple[list[float], list[float]]:
    """The same line with enough points between that no gap shows."""
    pieces = max(1, math.ceil(_DENSE / len(line.xs)))
    xs, ys = [line.xs[0]], [line.ys[0]]
    for i in range(1, len(line.xs)):
        for k in range(1, pieces + 1):
            share = k / pieces
            xs.append(line.xs[i - 1] + share * (line.xs[i] - line.xs[i - 1]))
            ys.append(line.ys[i - 1] + share * (line.ys[i] - line.ys[i - 1]))
    return xs, ys


def _signs(picture: Picture, unicode: bool) -> list[str]:
    """One sign a line: rings of level lines share the faintest."""
    plain, other, faint = _SIGNS[unicode]
    signs, taken = [], 0
    for line in picture.lines:
        if line.label in ("", "level lines"):
            signs.append(faint)
        else:
            signs.append((plain, other)[min(taken, 1)] if not line.dots else plain)
            taken += 1
    return signs


def _key(picture: Picture, unicode: bool) -> Text:
    key = Text(style="dim")
    for line, sign in zip(picture.lines, _signs(picture, unicode), strict=True):
        if line.label:
            key.append(f"  {_DOT[unicode] if line.dots else sign} {line.label}  ")
    if picture.up:
        key.append(f"  (up: {picture.up})")
    return key
