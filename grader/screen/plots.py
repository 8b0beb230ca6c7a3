"""Points and lines as text: braille where the terminal can, plain signs where it cannot; never colour alone."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = str.maketrans("┌┐└┘├┤┬┴┼─│", "+++++++++-|")

FEW = 12
"""Places of a line that are told one by one."""

Window = tuple[float, float, float, float]
Point = tuple[float, float]


class Stroke(Struct, frozen=True):
    """Marks of one kind."""

    xs: Sequence[float]
    ys: Sequence[float]
    sign: str
    """A letter, or `braille`."""
    joined: bool = True


def draw_plot(
    strokes: Iterable[Stroke],
    width: int,
    height: int,
    *,
    across: str = "",
    window: Window | None = None,
    unicode: bool = True,
) -> str:
    """Strokes on axes, later ones over earlier ones, within so many columns and lines.

    `window` is left, right, bottom and top of what is shown; lines are cut off at its edge.
    """
    import plotext  # type: ignore[import-untyped]

    held = list(strokes)
    edges = window or _around(held)
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plot_size(width, height)
    plotext.xlabel(across or None)
    plotext.xlim(*edges[:2])
    plotext.ylim(*edges[2:])
    for ticks, low, high, most in (
        (plotext.xticks, *edges[:2], width // 12),
        (plotext.yticks, *edges[2:], height // 3),
    ):
        places = _ticks(low, high, most)
        ticks(places, [f"{place:g}" for place in places])
    for stroke in held:
        points = _dense(stroke, edges, width, height) if stroke.joined else _inside(stroke, edges)
        if points:
            xs, ys = zip(*points, strict=True)
            plotext.scatter(list(xs), list(ys), marker=stroke.sign)
    text = "\n".join(row.rstrip() for row in _ESCAPES.sub("", plotext.build()).splitlines())
    return text if unicode else text.translate(_FRAME)


def describe_line(xs: Sequence[float], ys: Sequence[float], *, joined: bool = True) -> str:
    """A line in words: its places where they are few, else its ends and its lowest and highest."""
    places = [f"({x:.3g}, {y:.3g})" for x, y in zip(xs, ys, strict=True)]
    if len(places) <= FEW:
        return (", then " if joined else ", ").join(places)
    low, high = min(range(len(places)), key=ys.__getitem__), max(range(len(places)), key=ys.__getitem__)
    return f"from {places[0]} to {places[-1]}, lowest at {places[low]}, highest at {places[high]}"


def clip_segment(start: Point, end: Point, window: Window) -> tuple[Point, Point] | None:
    """The part of a way that lies inside (Liang and Barsky 1984); None where none does."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        low, high, move = window[2 * axis], window[2 * axis + 1], end[axis] - start[axis]
        for gap, speed in ((start[axis] - low, -move), (high - start[axis], move)):
            if speed == 0 or not math.isfinite(speed):
                if gap < 0 or not math.isfinite(speed):
                    return None
                continue
            if speed < 0:
                first = max(first, gap / speed)
            else:
                last = min(last, gap / speed)
    if first > last:
        return None
    return _between(start, end, first), _between(start, end, last)


def _between(start: Point, end: Point, share: float) -> Point:
    if share in (0.0, 1.0):
        return end if share else start
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _dense(stroke: Stroke, window: Window, width: int, height: int) -> list[Point]:
    """The same line with enough points between that no gap shows; braille has 2 × 4 dots a letter."""
    across, up = window[1] - window[0] or 1.0, window[3] - window[2] or 1.0
    corners = list(zip(stroke.xs, stroke.ys, strict=True))
    points = _inside(stroke, window)
    for start, end in itertools.pairwise(corners):
        part = clip_segment(start, end, window)
        if part is not None:
            far = max(abs(part[1][0] - part[0][0]) / across * 2 * width, abs(part[1][1] - part[0][1]) / up * 4 * height)
            pieces = max(1, math.ceil(far))
            points += [_between(*part, k / pieces) for k in range(pieces + 1)]
    return points


def _inside(stroke: Stroke, window: Window) -> list[Point]:
    left, right, bottom, top = window
    pairs = zip(stroke.xs, stroke.ys, strict=True)
    return [(x, y) for x, y in pairs if left <= x <= right and bottom <= y <= top]


def _ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers on an axis, so many at most, one or two fives or a ten apart."""
    rough = (high - low) / max(2, most)
    power = 10.0 ** math.floor(math.log10(rough))
    apart = next(power * times for times in (1, 2, 5, 10) if power * times >= rough * (1 - 1e-9))
    return [round(k * apart, 12) for k in range(math.ceil(low / apart), math.floor(high / apart) + 1)]


def _around(strokes: Iterable[Stroke]) -> Window:
    """What shows all of them; a flat row gets room above and below."""
    xs = [x for stroke in strokes for x in stroke.xs] or [0.0]
    ys = [y for stroke in strokes for y in stroke.ys] or [0.0]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    room = 0.0 if top > bottom else abs(top) or 1.0
    return left, right if right > left else left + 1.0, bottom - room, top + room
