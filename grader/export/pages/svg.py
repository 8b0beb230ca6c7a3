"""Pictures as inline SVG: each has a title and a description for whoever cannot see it, and no colour of its own.

Colours come from the page's style by class, so that a picture follows light, dark and paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from markupsafe import Markup
from msgspec import Struct

from grader.export.pages.scales import Scale, scale_of
from grader.quiz.pictures import Picture as Plot
from grader.text import clean, number

WIDTH, HEIGHT = 360, 184
LEFT, RIGHT, TOP, BOTTOM = 48, 10, 18, 28
OFF_SCALE = {"nan": ("nan", TOP - 4), "inf": ("inf", TOP - 4), "-inf": ("−inf", HEIGHT - BOTTOM)}
"""What is not finite → its word, and the height at which it is marked."""


class Line(Struct, frozen=True):
    """A row of values, one a step; what is not finite is one of the strings `nan`, `inf`, `-inf`."""

    name: str
    values: Sequence[float | str]


class Mark(Struct, frozen=True):
    """A step that somebody points at."""

    name: str
    step: int


class Pictures:
    """The pictures of one page; ids are counted from `first`, so that no two are alike."""

    def __init__(self, first: int = 1) -> None:
        self._ids = count(first)

    def curves(
        self, title: str, lines: Sequence[Line], marks: Sequence[Mark] = (), *, up: str = "loss", whole: bool = True
    ) -> Markup:
        """Lines over the steps of a run; steps are not numbered where some were left out (not `whole`)."""
        lines = [Line(line.name, [_plain(value) for value in line.values]) for line in lines]
        longest = max(len(line.values) for line in lines)
        scale = scale_of([v for line in lines for v in line.values if isinstance(v, float)])
        inside = [*_grid(scale), *_steps(longest if whole else 0, up, scale.logarithmic)]
        for place, line in enumerate(lines):
            inside += _line(line, place, longest, scale)
        inside += [part for place, mark in enumerate(marks) for part in _mark(mark, place, longest)]
        legend = [line.name for line in lines if line.name] if len(lines) > 1 else []
        inside += _legend(legend)
        says = "; ".join(_spoken(line) for line in lines)
        says += "".join(f"; {mark.name}: step {mark.step}" for mark in marks)
        return self._picture("curves", title, says, inside, (WIDTH, HEIGHT + (18 if legend else 0)))

    def plot(self, picture: Plot) -> Markup:
        """Draw lines through points, each with its own places across."""
        lines = [_finite(line.xs, line.ys) for line in picture.lines]
        across = scale_of([x for points in lines for x, _y in points])
        up = scale_of([y for points in lines for _x, y in points])
        inside = [*_grid(up), *_across_axis(across, picture.across, picture.up, up.logarithmic)]
        for place, (line, points) in enumerate(zip(picture.lines, lines, strict=True)):
            placed = [f"{_wide(across.share(x)):.1f},{_high(up.share(y)):.1f}" for x, y in points]
            if line.joined and len(placed) > 1:
                inside.append(Markup('<polyline class="line s{}" points="{}"/>').format(place % 4, " ".join(placed)))
            if line.dots or not line.joined:
                inside += [_dot(point, place) for point in placed]
        names = [line.label for line in picture.lines if line.label]
        inside += _legend(names)
        says = "; ".join(
            f"{line.label}: from {number(points[0][1], 3)} to {number(points[-1][1], 3)}"
            for line, points in zip(picture.lines, lines, strict=True) if points
        )  # fmt: skip
        return self._picture("curves", picture.title, says, inside, (WIDTH, HEIGHT + (18 if names else 0)))

    def histogram(self, title: str, bars: Sequence[tuple[str, int]], marked: tuple[float, str] | None) -> Markup:
        """Bars with their counts; `marked` is (place as a share of the width, words) of one line across them."""
        wide, high, foot = 640, 190, 34
        most = max((amount for _, amount in bars), default=0) or 1
        step = wide / max(1, len(bars))
        inside = [_shape('<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/>', wide, high - foot, high - foot)]
        for place, (label, amount) in enumerate(bars):
            tall = (high - foot - 34) * amount / most
            left, middle = place * step + 3, (place + 0.5) * step
            top = high - foot - tall
            if amount:
                inside.append(
                    _shape('<rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="2"/>', left, top, step - 6, tall)
                )
                inside.append(_text(middle, top - 5, str(amount), "middle", "count"))
            inside.append(_text(middle, high - foot + 15, label, "middle"))
        if marked is not None:
            x = marked[0] * wide
            inside.append(_shape('<line class="marked" x1="{}" x2="{}" y1="4" y2="{}"/>', x, x, high - foot))
            late = marked[0] > 0.5
            inside.append(_text(x + (-5 if late else 5), 12, marked[1], "end" if late else "start", "told"))
        says = ", ".join(f"{label}: {amount}" for label, amount in bars)
        says += f"; {marked[1]}" if marked else ""
        return self._picture("histogram", title, says, inside, (wide, high))

    def _picture(self, kind: str, title: str, says: str, inside: Iterable[Markup], size: tuple[int, int]) -> Markup:
        id = f"picture-{next(self._ids)}"
        return Markup(
            '<svg class="{}" role="img" aria-labelledby="{}-t {}-d" viewBox="0 0 {} {}" width="{}" height="{}">'
            '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>'
        ).format(kind, id, id, *size, *size, id, clean(title), id, clean(says), Markup("").join(inside))


def bar(share: float, kind: str = "bar") -> Markup:
    """A thin bar for a cell of a table; the number stands beside it, so screen readers pass it over."""
    return stack([(share, kind)])


def stack(parts: Iterable[tuple[float, str]]) -> Markup:
    """Shares of one whole side by side, each by the class that colours it."""
    inside, left = [], 0.0
    for share, kind in parts:
        wide = 100 * max(0.0, min(1.0, share))
        if wide:
            inside.append(_shape('<rect class="{}" x="{}" y="0" width="{}" height="8"/>', kind, left, wide))
        left += wide
    return Markup(
        '<svg class="meter" aria-hidden="true" focusable="false" viewBox="0 0 100 8" preserveAspectRatio="none">'
        '<rect class="ground" width="100" height="8"/>{}</svg>'
    ).format(Markup("").join(inside))


def _grid(scale: Scale) -> Iterator[Markup]:
    for share, label in scale.ticks:
        y = _high(share)
        yield _shape('<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>', LEFT, WIDTH - RIGHT, y, y)
        yield _text(LEFT - 6, y + 4.5, label, "end")


def _steps(longest: int, up: str, logarithmic: bool) -> Iterator[Markup]:
    foot = HEIGHT - BOTTOM
    yield _shape('<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>', LEFT, WIDTH - RIGHT, foot, foot)
    yield _text(LEFT, foot + 17, "0" if longest else "start", "middle" if longest else "start")
    if longest != 1:
        yield _text(WIDTH - RIGHT, foot + 17, str(longest - 1) if longest else "end", "end")
    yield _text(
        (LEFT + WIDTH - RIGHT) / 2, foot + 15, f"step → {up}{' (log scale)' if logarithmic else ''} ↑", "middle"
    )


def _line(line: Line, place: int, longest: int, scale: Scale) -> Iterator[Markup]:
    """The finite stretches, and a cross with a word where a value left the numbers."""
    stretch: list[str] = []
    told = ""
    for step, value in enumerate([*line.values, "end"]):
        x = _across(step, longest)
        if isinstance(value, float):
            stretch.append(f"{x:.1f},{_high(scale.share(value)):.1f}")
            told = ""
            continue
        yield from _stretch(stretch, place)
        stretch = []
        if value in OFF_SCALE and value != told:
            word, y = OFF_SCALE[str(value)]
            told = str(value)
            arm = 3.5
            path = f"M{x - arm:.1f} {y - arm:.1f}l7 7m0 -7l-7 7"
            yield Markup('<path class="off s{}" d="{}"/>').format(place % 4, path)
            yield _text(x + (7 if x < WIDTH - 60 else -7), y + 4.5, word, "start" if x < WIDTH - 60 else "end", "told")


def _stretch(points: Sequence[str], place: int) -> Iterator[Markup]:
    if len(points) > 1:
        yield Markup('<polyline class="line s{}" points="{}"/>').format(place % 4, " ".join(points))
    if points and len(points) <= 16:
        yield from (_dot(point, place) for point in points)


def _dot(point: str, place: int) -> Markup:
    x, _, y = point.partition(",")
    return Markup('<circle class="dot s{}" cx="{}" cy="{}" r="2.4"/>').format(place % 4, x, y)


def _finite(xs: Sequence[float], ys: Sequence[float]) -> list[tuple[float, float]]:
    return [(x, y) for x, y in zip(xs, ys, strict=True) if math.isfinite(x) and math.isfinite(y)]


def _across_axis(scale: Scale, across: str, up: str, logarithmic: bool) -> Iterator[Markup]:
    foot = HEIGHT - BOTTOM
    yield _shape('<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>', LEFT, WIDTH - RIGHT, foot, foot)
    # In the middle stands what the axis is.
    for at, label in [(at, label) for at, label in scale.ticks if not 0.25 < at < 0.75]:
        yield _text(_wide(at), foot + 17, label, "start" if at < 0.25 else "end")
    yield _text(
        (LEFT + WIDTH - RIGHT) / 2, foot + 15, f"{across} → {up}{' (log scale)' if logarithmic else ''} ↑", "middle"
    )


def _wide(share: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * share


def _mark(mark: Mark, place: int, longest: int) -> Iterator[Markup]:
    x = _across(mark.step, longest)
    late = x > WIDTH / 2
    yield _shape('<line class="marked m{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', place % 2, x, x, TOP, HEIGHT - BOTTOM)
    yield _text(x + (-4 if late else 4), TOP + 11 + 14 * place, mark.name, "end" if late else "start", "told")


def _legend(names: Sequence[str]) -> Iterator[Markup]:
    left, y = float(LEFT), HEIGHT + 10
    for place, name in enumerate(names):
        yield _shape(
            '<line class="line s{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', place % 4, left, left + 22, y - 4, y - 4
        )
        yield _text(left + 27, y, name, "start")
        left += 46 + 7 * len(name)


def _spoken(line: Line) -> str:
    finite = [value for value in line.values if isinstance(value, float)]
    lost = [str(value) for value in line.values if not isinstance(value, float)]
    told = f"{line.name}: {len(line.values)} values"
    if finite:
        told += f", first {number(finite[0], 3)}, last {number(finite[-1], 3)}"
        told += f", lowest {number(min(finite), 3)}, highest {number(max(finite), 3)}"
    return told + (f", of them {len(lost)} not finite ({', '.join(sorted(set(lost)))})" if lost else "")


def _plain(value: float | str) -> float | str:
    """A float where it is finite, else its word: an int may be too large for a float."""
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return "inf"
    return number if math.isfinite(number) else "nan" if math.isnan(number) else "inf" if number > 0 else "-inf"


def _across(step: int, longest: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * step / max(1, longest - 1)


def _high(share: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def _text(x: float, y: float, words: str, anchor: str, kind: str = "tick") -> Markup:
    return _shape('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', kind, x, y, anchor, clean(words))


def _shape(form: str, *values: float | str) -> Markup:
    """An element; numbers get one decimal, texts are escaped."""
    return Markup(form).format(*(f"{v:.1f}".removesuffix(".0") if isinstance(v, float) else v for v in values))
