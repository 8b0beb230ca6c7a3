"""A question's Picture as text."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from grader.quiz.pictures import Picture
from grader.screen.components import DrawnWithWords
from grader.screen.plots import Stroke, describe_line, draw_plot

_SIGNS = {True: ("⠿", "*", "·"), False: ("*", "+", ".")}
_DOT = {True: "●", False: "o"}


def render_plot(picture: Picture, width: int = 72, height: int = 14, unicode: bool = True) -> RenderableType:
    """Render the picture within so many columns and lines, its title above and its key below."""
    strokes = _make_strokes(picture, unicode)
    text = draw_plot(strokes, max(30, width), max(8, height), across=picture.across, unicode=unicode)
    shown = Group(Text(picture.title, style="bold"), Text(text, no_wrap=True), _render_key(picture, unicode))
    return DrawnWithWords(shown, render_in_words(picture))


def render_in_words(picture: Picture) -> RenderableType:
    """Render what the picture shows, line by line; level lines are only its ground."""
    axes = f"across: {picture.across}" + (f", up: {picture.up}" if picture.up else "")
    lines = [line for line in picture.lines if line.label not in ("", "level lines")]
    descriptions = [Text(f"{line.label}: {describe_line(line.xs, line.ys, joined=line.joined)}") for line in lines]
    return Group(Text(f"Picture. {picture.title} ({axes})"), *descriptions)


def _make_strokes(picture: Picture, unicode: bool) -> list[Stroke]:
    strokes = []
    for line, sign in zip(picture.lines, _choose_signs(picture, unicode), strict=True):
        line_sign = "." if line.dots and not unicode else "braille" if sign == "⠿" else sign
        if len(line.xs) > 1 or not line.joined:
            strokes.append(Stroke(line.xs, line.ys, line_sign, line.joined))
        if line.dots:
            strokes.append(Stroke(line.xs, line.ys, _DOT[unicode], joined=False))
    return strokes


def _choose_signs(picture: Picture, unicode: bool) -> list[str]:
    """Return one sign for each line: rings of level lines share the faintest."""
    plain, other, faint = _SIGNS[unicode]
    signs, used = [], 0
    for line in picture.lines:
        if line.label in ("", "level lines"):
            signs.append(faint)
        else:
            signs.append((plain, other)[min(used, 1)] if not line.dots else plain)
            used += 1
    return signs


def _render_key(picture: Picture, unicode: bool) -> Text:
    key = Text(style="dim")
    for line, sign in zip(picture.lines, _choose_signs(picture, unicode), strict=True):
        if line.label:
            key.append(f"  {_DOT[unicode] if line.dots else sign} {line.label}  ")
    if picture.up:
        key.append(f"  (up: {picture.up})")
    return key
