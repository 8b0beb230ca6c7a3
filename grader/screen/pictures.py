"""The learner's pictures on the screen. See `grader.model.Picture` for the data, `grader.pictures` for its making."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.text import Text

from grader.model import Curve, Picture
from grader.screen.clean import clean_text
from grader.screen.components import QUIET, READABLE_COLUMNS, DrawnWithWords, ReadableWidth, frame_parts
from grader.screen.plots import Stroke, describe_line, draw_plot

NARROW = 50
"""Columns below which nothing can be seen."""
HEIGHT = 13
FRAME = 4
"""Columns that the frame around a picture takes."""
FEW = 32
"""Points up to which each of them gets a mark of its own."""
SIGNS = {
    True: {"yours": "●", "right": "○", "beside": "+", "ground": "·"},
    False: {"yours": "*", "right": "o", "beside": "+", "ground": "."},
}
STYLES = {"yours": "bold cyan", "right": "green", "beside": "yellow", "ground": QUIET}
BOTTOM = "x"
BRAILLE = "braille"
FINE, FINE_STYLE = "⠒", "cyan"
"""Stands in a key for a line of braille dots."""


def render_pictures(pictures: Sequence[Picture], height: int = HEIGHT) -> RenderableType | None:
    """The pictures under one another, as wide as the place they get; None where there are none.

    On a terminal that is too narrow they are left out, and nothing is printed.
    """
    return _Shown(pictures, height) if pictures else None


class _Shown:
    def __init__(self, pictures: Sequence[Picture], height: int) -> None:
        self.pictures = pictures
        self.height = height

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, READABLE_COLUMNS)
        if width < NARROW:
            return
        unicode = options.encoding.lower().startswith("utf")
        for picture in self.pictures:
            yield DrawnWithWords(ReadableWidth(_framed(picture, width, self.height, unicode)), render_in_words(picture))


def render_in_words(picture: Picture) -> RenderableType:
    """What the picture shows, curve by curve; the ground it is drawn on is left out."""
    curves = [curve for curve in picture.curves if curve.role != "ground" and curve.name]
    axes = f"across: {picture.across}, up: {picture.up}"
    return Group(
        clean_text(f"{picture.function}, a picture. {picture.title} ({axes})"),
        *(clean_text(f"{curve.name}: {describe_line(curve.xs, curve.ys, joined=curve.joined)}") for curve in curves),
        clean_text(picture.says),
        Text(),
    )


def _framed(picture: Picture, width: int, height: int, unicode: bool) -> RenderableType:
    title = Text.assemble(("◇" if unicode else "#", "cyan"), " ", clean_text(picture.function, "bold"))
    above = clean_text(picture.title)
    if title.cell_len + above.cell_len + 2 * FRAME < width:
        title.append(": ").append_text(above)
        above = Text()
    plot = draw_plot(_strokes(picture, unicode), width - FRAME, height, window=picture.window, unicode=unicode)
    marks = _coloured(plot) if unicode else Text(plot, no_wrap=True)
    body = Group(*([above] if above else []), marks, _key(picture, width - FRAME, unicode), clean_text(picture.says))
    return frame_parts(title, QUIET, body)


def _strokes(picture: Picture, unicode: bool) -> list[Stroke]:
    """Lines first and marks over them, from the ground up."""
    strokes = []
    for curve in picture.curves:
        line, dot = _signs(curve, picture, unicode)
        if line and curve.joined:
            strokes.append(Stroke(curve.xs, curve.ys, line))
        if dot:
            strokes.append(Stroke(curve.xs, curve.ys, dot, joined=False))
    return strokes


def _signs(curve: Curve, picture: Picture, unicode: bool) -> tuple[str, str]:
    """The signs of a curve's way and of its points; empty for none. Fine dots are for one curve of a picture."""
    sign = SIGNS[unicode][curve.role]
    finest = "yours" if any(one.role == "yours" and one.joined for one in picture.curves) else "ground"
    few = len(curve.xs) <= FEW
    if not curve.joined:
        return "", BOTTOM if curve.role == "ground" else sign
    if curve.role == "right" and few:
        return "", sign
    if curve.role != finest:
        return sign, ""
    line = BRAILLE if unicode else sign if curve.role == "ground" or not few else ":"
    return line, sign if curve.role == "yours" and few else ""


def _coloured(plot: str) -> Text:
    text = Text(plot, no_wrap=True)
    text.highlight_regex(r"[┌┐└┘├┤┬┴┼─│]", QUIET)
    text.highlight_regex(r"[\u2801-\u28ff]", FINE_STYLE)
    for role, sign in SIGNS[True].items():
        text.highlight_regex(re.escape(sign), STYLES[role])
    return text


def _key(picture: Picture, width: int, unicode: bool) -> Text:
    key, axes = Text(), f" across: {picture.across}, up: {picture.up}"
    for curve in picture.curves:
        if curve.name:
            line, dot = _signs(curve, picture, unicode)
            sign = dot or (FINE * 2 if line == BRAILLE else line)
            style = "" if not unicode else FINE_STYLE if line == BRAILLE and not dot else STYLES[curve.role]
            key.append(" ").append(sign, style).append(f" {curve.name}  ")
    return key.append("" if key.cell_len + len(axes) <= width else "\n").append(axes, QUIET)
