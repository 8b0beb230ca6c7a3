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

MIN_COLUMNS = 50
"""Columns below which nothing can be seen."""
PLOT_LINES = 13
FRAME_COLUMNS = 4
"""Columns that the frame around a picture takes."""
MAX_MARKED_POINTS = 32
"""Points up to which each of them gets a mark of its own."""
SIGNS = {
    True: {"yours": "●", "right": "○", "beside": "+", "ground": "·"},
    False: {"yours": "*", "right": "o", "beside": "+", "ground": "."},
}
STYLES = {"yours": "bold cyan", "right": "green", "beside": "yellow", "ground": QUIET}
BOTTOM_SIGN = "x"
BRAILLE = "braille"
FINE_SIGN, FINE_STYLE = "⠒", "cyan"
"""Stands in a key for a line of braille dots."""


def render_pictures(pictures: Sequence[Picture], height: int = PLOT_LINES) -> RenderableType | None:
    """Render the pictures under one another, as wide as the room they get; None where there are none.

    On a terminal that is too narrow they are left out, and nothing is printed.
    """
    return _Pictures(pictures, height) if pictures else None


class _Pictures:
    def __init__(self, pictures: Sequence[Picture], height: int) -> None:
        self.pictures = pictures
        self.height = height

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, READABLE_COLUMNS)
        if width < MIN_COLUMNS:
            return
        unicode = options.encoding.lower().startswith("utf")
        for picture in self.pictures:
            drawn = ReadableWidth(_render_picture(picture, width, self.height, unicode))
            yield DrawnWithWords(drawn, render_in_words(picture))


def render_in_words(picture: Picture) -> RenderableType:
    """Render what the picture shows, curve by curve; the ground it is drawn on is left out."""
    curves = [curve for curve in picture.curves if curve.role != "ground" and curve.name]
    axes = f"across: {picture.across}, up: {picture.up}"
    return Group(
        clean_text(f"{picture.function}, a picture. {picture.title} ({axes})"),
        *(clean_text(f"{curve.name}: {describe_line(curve.xs, curve.ys, joined=curve.joined)}") for curve in curves),
        clean_text(picture.says),
        Text(),
    )


def _render_picture(picture: Picture, width: int, height: int, unicode: bool) -> RenderableType:
    title = Text.assemble(("◇" if unicode else "#", "cyan"), " ", clean_text(picture.function, "bold"))
    above = clean_text(picture.title)
    if title.cell_len + above.cell_len + 2 * FRAME_COLUMNS < width:
        title.append(": ").append_text(above)
        above = Text()
    inside = width - FRAME_COLUMNS
    plot = draw_plot(_make_strokes(picture, unicode), inside, height, window=picture.window, unicode=unicode)
    marks = _colour_plot(plot) if unicode else Text(plot, no_wrap=True)
    key = _render_key(picture, inside, unicode)
    body = Group(*([above] if above else []), marks, key, clean_text(picture.says))
    return frame_parts(title, QUIET, body)


def _make_strokes(picture: Picture, unicode: bool) -> list[Stroke]:
    """Return lines first and marks over them, from the ground up."""
    strokes = []
    for curve in picture.curves:
        line, dot = _choose_signs(curve, picture, unicode)
        if line and curve.joined:
            strokes.append(Stroke(curve.xs, curve.ys, line))
        if dot:
            strokes.append(Stroke(curve.xs, curve.ys, dot, joined=False))
    return strokes


def _choose_signs(curve: Curve, picture: Picture, unicode: bool) -> tuple[str, str]:
    """Return the signs of a curve's line and of its points, empty for none.

    Fine dots are for one curve of a picture.
    """
    sign = SIGNS[unicode][curve.role]
    finest = "yours" if any(other.role == "yours" and other.joined for other in picture.curves) else "ground"
    is_short = len(curve.xs) <= MAX_MARKED_POINTS
    if not curve.joined:
        return "", BOTTOM_SIGN if curve.role == "ground" else sign
    if curve.role == "right" and is_short:
        return "", sign
    if curve.role != finest:
        return sign, ""
    line = BRAILLE if unicode else sign if curve.role == "ground" or not is_short else ":"
    return line, sign if curve.role == "yours" and is_short else ""


def _colour_plot(plot: str) -> Text:
    text = Text(plot, no_wrap=True)
    text.highlight_regex(r"[┌┐└┘├┤┬┴┼─│]", QUIET)
    text.highlight_regex(r"[\u2801-\u28ff]", FINE_STYLE)
    for role, sign in SIGNS[True].items():
        text.highlight_regex(re.escape(sign), STYLES[role])
    return text


def _render_key(picture: Picture, width: int, unicode: bool) -> Text:
    key, axes = Text(), f" across: {picture.across}, up: {picture.up}"
    for curve in picture.curves:
        if curve.name:
            line, dot = _choose_signs(curve, picture, unicode)
            sign = dot or (FINE_SIGN * 2 if line == BRAILLE else line)
            style = "" if not unicode else FINE_STYLE if line == BRAILLE and not dot else STYLES[curve.role]
            key.append(" ").append(sign, style).append(f" {curve.name}  ")
    return key.append("" if key.cell_len + len(axes) <= width else "\n").append(axes, QUIET)
