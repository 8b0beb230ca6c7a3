"""Points and lines as text: braille where the terminal can, plain signs where it cannot; never colour alone."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = str.maketrans("┌┐└┘├┤┬┴┼─│", "+++++++++-|")

MAX_POINTS_IN_WORDS = 12
"""Points of a line up to which each is named."""

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
    """Return strokes on axes as text, later ones over earlier ones, within so many columns and lines.

    `window` is left, right, bottom and top of what is shown; lines are cut off at its edge.
    """
    import plotext  # type: ignore[import-untyped]

    drawn = list(strokes)
    edges = window or _compute_window(drawn)
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plot_size(width, height)
    plotext.xlabel(across or None)
    plotext.xlim(*edges[:2])
    plotext.ylim(*edges[2:])
    for ticks, low, high, max_ticks in (
        (plotext.xticks, *edges[:2], width // 12),
        (plotext.yticks, *edges[2:], height // 3),
    ):
        positions = _choose_ticks(low, high, max_ticks)
        ticks(positions, [f"{position:g}" for position in positions])
    for stroke in drawn:
        points = _fill_gaps(stroke, edges, width, height) if stroke.joined else _filter_inside(stroke, edges)
        if points:
            xs, ys = zip(*points, strict=True)
            plotext.scatter(list(xs), list(ys), marker=stroke.sign)
    text = "\n".join(row.rstrip() for row in _ESCAPES.sub("", plotext.build()).splitlines())
    return text if unicode else text.translate(_FRAME)


def describe_line(xs: Sequence[float], ys: Sequence[float], *, joined: bool = True) -> str:
    """Describe a line: its points where they are few, else its ends, its lowest and its highest point."""
    points = [f"({x:.3g}, {y:.3g})" for x, y in zip(xs, ys, strict=True)]
    if len(points) <= MAX_POINTS_IN_WORDS:
        return (", then " if joined else ", ").join(points)
    low, high = min(range(len(points)), key=ys.__getitem__), max(range(len(points)), key=ys.__getitem__)
    return f"from {points[0]} to {points[-1]}, lowest at {points[low]}, highest at {points[high]}"


def clip_segment(start: Point, end: Point, window: Window) -> tuple[Point, Point] | None:
    """Return the part of a segment that lies inside the window (Liang and Barsky 1984); None where none does."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        low, high, move = window[2 * axis], window[2 * axis + 1], end[axis] - start[axis]
        for distance, speed in ((start[axis] - low, -move), (high - start[axis], move)):
            if speed == 0 or not math.isfinite(speed):
                if distance < 0 or not math.isfinite(speed):
                    return None
                continue
            if speed < 0:
                first = max(first, distance / speed)
            else:
                last = min(last, distance / speed)
    if first > last:
        return None
    return _interpolate(start, end, first), _interpolate(start, end, last)


def _interpolate(start: Point, end: Point, share: float) -> Point:
    if share in (0.0, 1.0):
        return end if share else start
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _fill_gaps(stroke: Stroke, window: Window, width: int, height: int) -> list[Point]:
    """Return the line with enough points between that no gap shows; braille has 2 × 4 dots a letter."""
    across, up = window[1] - window[0] or 1.0, window[3] - window[2] or 1.0
    corners = list(zip(stroke.xs, stroke.ys, strict=True))
    points = _filter_inside(stroke, window)
    for start, end in itertools.pairwise(corners):
        segment = clip_segment(start, end, window)
        if segment is not None:
            (x0, y0), (x1, y1) = segment
            dots = max(abs(x1 - x0) / across * 2 * width, abs(y1 - y0) / up * 4 * height)
            pieces = max(1, math.ceil(dots))
            points += [_interpolate(*segment, k / pieces) for k in range(pieces + 1)]
    return points


def _filter_inside(stroke: Stroke, window: Window) -> list[Point]:
    left, right, bottom, top = window
    pairs = zip(stroke.xs, stroke.ys, strict=True)
    return [(x, y) for x, y in pairs if left <= x <= right and bottom <= y <= top]


def _choose_ticks(low: float, high: float, max_ticks: int) -> list[float]:
    """Return round numbers on an axis, at most so many, whose distance is 1, 2, 5 or 10 times a power of ten."""
    rough = (high - low) / max(2, max_ticks)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough * (1 - 1e-9))
    return [round(k * step, 12) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _compute_window(strokes: Iterable[Stroke]) -> Window:
    """Return a window that shows all strokes; a flat one gets room above and below."""
    xs = [x for stroke in strokes for x in stroke.xs] or [0.0]
    ys = [y for stroke in strokes for y in stroke.ys] or [0.0]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    margin = 0.0 if top > bottom else abs(top) or 1.0
    return left, right if right > left else left + 1.0, bottom - margin, top + margin
