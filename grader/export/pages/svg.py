"""Pictures as inline SVG: each has a title and a description for those who cannot see it, and no colour of its own.

Colours come from the page's style by class, so that a picture fits light and dark screens and paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from markupsafe import Markup
from msgspec import Struct

from grader.export.pages.scales import Scale, make_scale
from grader.quiz.pictures import Picture as Plot
from grader.text import clean, format_number

WIDTH, HEIGHT = 360, 184
LEFT, RIGHT, TOP, BOTTOM = 48, 10, 18, 28
OFF_SCALE = {"nan": ("nan", TOP - 4), "inf": ("inf", TOP - 4), "-inf": ("−inf", HEIGHT - BOTTOM)}
"""A value that is not finite → its word, and the y coordinate at which it is marked."""


class Line(Struct, frozen=True):
    """A row of values, one for each step; a value that is not finite is one of the strings `nan`, `inf`, `-inf`."""

    name: str
    values: Sequence[float | str]


class StepMark(Struct, frozen=True):
    """A step that somebody points at."""

    name: str
    step: int


class Pictures:
    """The pictures of one page; ids are counted from `first`, so that no two are alike."""

    def __init__(self, first: int = 1) -> None:
        self._ids = count(first)

    def draw_curves(
        self,
        title: str,
        lines: Sequence[Line],
        marks: Sequence[StepMark] = (),
        *,
        vertical_title: str = "loss",
        complete: bool = True,
    ) -> Markup:
        """Draw lines over the steps of a run; steps have no numbers where some were left out (not `complete`)."""
        lines = [Line(line.name, [_make_finite_or_word(value) for value in line.values]) for line in lines]
        longest = max(len(line.values) for line in lines)
        scale = make_scale([value for line in lines for value in line.values if isinstance(value, float)])
        elements = [*_draw_grid(scale), *_draw_step_axis(longest if complete else 0, vertical_title, scale.logarithmic)]
        for index, line in enumerate(lines):
            elements += _draw_line(line, index, longest, scale)
        elements += [part for index, mark in enumerate(marks) for part in _draw_mark(mark, index, longest)]
        legend = [line.name for line in lines if line.name] if len(lines) > 1 else []
        elements += _draw_legend(legend)
        description = "; ".join(_describe_line(line) for line in lines)
        description += "".join(f"; {mark.name}: step {mark.step}" for mark in marks)
        return self._compose("curves", title, description, elements, (WIDTH, HEIGHT + (18 if legend else 0)))

    def plot(self, picture: Plot) -> Markup:
        """Draw lines through points, each with its own x values."""
        lines = [_select_finite(line.xs, line.ys) for line in picture.lines]
        x_scale = make_scale([x for points in lines for x, _y in points])
        y_scale = make_scale([y for points in lines for _x, y in points])
        elements = [*_draw_grid(y_scale), *_draw_x_axis(x_scale, picture.across, picture.up, y_scale.logarithmic)]
        for index, (line, points) in enumerate(zip(picture.lines, lines, strict=True)):
            coordinates = [f"{_compute_x(x_scale.share(x)):.1f},{_compute_y(y_scale.share(y)):.1f}" for x, y in points]
            if line.joined and len(coordinates) > 1:
                elements.append(
                    Markup('<polyline class="line s{}" points="{}"/>').format(index % 4, " ".join(coordinates))
                )
            if line.dots or not line.joined:
                elements += [_draw_dot(point, index) for point in coordinates]
        names = [line.label for line in picture.lines if line.label]
        elements += _draw_legend(names)
        description = "; ".join(
            f"{line.label}: from {format_number(points[0][1], 3)} to {format_number(points[-1][1], 3)}"
            for line, points in zip(picture.lines, lines, strict=True) if points
        )  # fmt: skip
        return self._compose("curves", picture.title, description, elements, (WIDTH, HEIGHT + (18 if names else 0)))

    def draw_histogram(self, title: str, bars: Sequence[tuple[str, int]], mark: tuple[float, str] | None) -> Markup:
        """Draw bars with their counts; `mark` is (position as a share of the width, text) of one line across them."""
        width, height, footer = 640, 190, 34
        largest = max((amount for _, amount in bars), default=0) or 1
        step = width / max(1, len(bars))
        elements = [
            _format_element(
                '<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/>', width, height - footer, height - footer
            )
        ]
        for index, (label, amount) in enumerate(bars):
            bar_height = (height - footer - 34) * amount / largest
            left, center = index * step + 3, (index + 0.5) * step
            top = height - footer - bar_height
            if amount:
                elements.append(
                    _format_element(
                        '<rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
                        left,
                        top,
                        step - 6,
                        bar_height,
                    )
                )
                elements.append(_draw_text(center, top - 5, str(amount), "middle", "count"))
            elements.append(_draw_text(center, height - footer + 15, label, "middle"))
        if mark is not None:
            x = mark[0] * width
            elements.append(
                _format_element('<line class="marked" x1="{}" x2="{}" y1="4" y2="{}"/>', x, x, height - footer)
            )
            is_right = mark[0] > 0.5
            elements.append(
                _draw_text(x + (-5 if is_right else 5), 12, mark[1], "end" if is_right else "start", "told")
            )
        description = ", ".join(f"{label}: {amount}" for label, amount in bars)
        description += f"; {mark[1]}" if mark else ""
        return self._compose("histogram", title, description, elements, (width, height))

    def _compose(
        self, kind: str, title: str, description: str, elements: Iterable[Markup], size: tuple[int, int]
    ) -> Markup:
        """Compose an SVG of its elements, with a title and a description."""
        id = f"picture-{next(self._ids)}"
        return Markup(
            '<svg class="{}" role="img" aria-labelledby="{}-t {}-d" viewBox="0 0 {} {}" width="{}" height="{}">'
            '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>'
        ).format(kind, id, id, *size, *size, id, clean(title), id, clean(description), Markup("").join(elements))


def draw_bar(share: float, kind: str = "bar") -> Markup:
    """Draw a thin bar for a cell of a table; screen readers skip it, for the number stands beside it."""
    return draw_stack([(share, kind)])


def draw_stack(parts: Iterable[tuple[float, str]]) -> Markup:
    """Draw shares of one whole side by side, each in the colour of its class."""
    elements, left = [], 0.0
    for share, kind in parts:
        width = 100 * max(0.0, min(1.0, share))
        if width:
            elements.append(_format_element('<rect class="{}" x="{}" y="0" width="{}" height="8"/>', kind, left, width))
        left += width
    return Markup(
        '<svg class="meter" aria-hidden="true" focusable="false" viewBox="0 0 100 8" preserveAspectRatio="none">'
        '<rect class="ground" width="100" height="8"/>{}</svg>'
    ).format(Markup("").join(elements))


def _draw_grid(scale: Scale) -> Iterator[Markup]:
    """Yield a horizontal line and its label for each tick."""
    for height, label in scale.ticks:
        y = _compute_y(height)
        yield _format_element('<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>', LEFT, WIDTH - RIGHT, y, y)
        yield _draw_text(LEFT - 6, y + 4.5, label, "end")


def _draw_step_axis(longest: int, vertical_title: str, logarithmic: bool) -> Iterator[Markup]:
    """Yield the axis of steps with its labels."""
    bottom = HEIGHT - BOTTOM
    yield _format_element('<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>', LEFT, WIDTH - RIGHT, bottom, bottom)
    yield _draw_text(LEFT, bottom + 17, "0" if longest else "start", "middle" if longest else "start")
    if longest != 1:
        yield _draw_text(WIDTH - RIGHT, bottom + 17, str(longest - 1) if longest else "end", "end")
    yield _draw_text(
        (LEFT + WIDTH - RIGHT) / 2,
        bottom + 15,
        f"step → {vertical_title}{' (log scale)' if logarithmic else ''} ↑",
        "middle",
    )


def _draw_line(line: Line, index: int, longest: int, scale: Scale) -> Iterator[Markup]:
    """Yield the finite stretches of a line, and a cross with a word where its values stop being finite."""
    stretch: list[str] = []
    last_word = ""
    for step, value in enumerate([*line.values, "end"]):
        x = _compute_step_x(step, longest)
        if isinstance(value, float):
            stretch.append(f"{x:.1f},{_compute_y(scale.share(value)):.1f}")
            last_word = ""
            continue
        yield from _draw_stretch(stretch, index)
        stretch = []
        if value in OFF_SCALE and value != last_word:
            word, y = OFF_SCALE[str(value)]
            last_word = str(value)
            arm = 3.5
            path = f"M{x - arm:.1f} {y - arm:.1f}l7 7m0 -7l-7 7"
            yield Markup('<path class="off s{}" d="{}"/>').format(index % 4, path)
            yield _draw_text(
                x + (7 if x < WIDTH - 60 else -7), y + 4.5, word, "start" if x < WIDTH - 60 else "end", "told"
            )


def _draw_stretch(points: Sequence[str], index: int) -> Iterator[Markup]:
    """Yield a polyline through the points, and dots where they are few."""
    if len(points) > 1:
        yield Markup('<polyline class="line s{}" points="{}"/>').format(index % 4, " ".join(points))
    if points and len(points) <= 16:
        yield from (_draw_dot(point, index) for point in points)


def _draw_dot(point: str, index: int) -> Markup:
    """Draw a point as a dot."""
    x, _, y = point.partition(",")
    return Markup('<circle class="dot s{}" cx="{}" cy="{}" r="2.4"/>').format(index % 4, x, y)


def _select_finite(xs: Sequence[float], ys: Sequence[float]) -> list[tuple[float, float]]:
    """Return the points whose coordinates are both finite."""
    return [(x, y) for x, y in zip(xs, ys, strict=True) if math.isfinite(x) and math.isfinite(y)]


def _draw_x_axis(scale: Scale, x_title: str, y_title: str, logarithmic: bool) -> Iterator[Markup]:
    """Yield the horizontal axis with its labels."""
    bottom = HEIGHT - BOTTOM
    yield _format_element('<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>', LEFT, WIDTH - RIGHT, bottom, bottom)
    # The middle is taken by the title of the axis.
    for position, label in [(position, label) for position, label in scale.ticks if not 0.25 < position < 0.75]:
        yield _draw_text(_compute_x(position), bottom + 17, label, "start" if position < 0.25 else "end")
    yield _draw_text(
        (LEFT + WIDTH - RIGHT) / 2,
        bottom + 15,
        f"{x_title} → {y_title}{' (log scale)' if logarithmic else ''} ↑",
        "middle",
    )


def _compute_x(share: float) -> float:
    """Return the x coordinate of a share of the width."""
    return LEFT + (WIDTH - LEFT - RIGHT) * share


def _draw_mark(mark: StepMark, index: int, longest: int) -> Iterator[Markup]:
    """Yield a vertical line at a step, with its name."""
    x = _compute_step_x(mark.step, longest)
    is_right = x > WIDTH / 2
    yield _format_element(
        '<line class="marked m{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', index % 2, x, x, TOP, HEIGHT - BOTTOM
    )
    yield _draw_text(
        x + (-4 if is_right else 4), TOP + 11 + 14 * index, mark.name, "end" if is_right else "start", "told"
    )


def _draw_legend(names: Sequence[str]) -> Iterator[Markup]:
    """Yield the names of the lines, each behind a piece of its line."""
    left, y = float(LEFT), HEIGHT + 10
    for index, name in enumerate(names):
        yield _format_element(
            '<line class="line s{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', index % 4, left, left + 22, y - 4, y - 4
        )
        yield _draw_text(left + 27, y, name, "start")
        left += 46 + 7 * len(name)


def _describe_line(line: Line) -> str:
    """Describe a line in words, for whoever cannot see it."""
    finite = [value for value in line.values if isinstance(value, float)]
    not_finite = [str(value) for value in line.values if not isinstance(value, float)]
    text = f"{line.name}: {len(line.values)} values"
    if finite:
        text += f", first {format_number(finite[0], 3)}, last {format_number(finite[-1], 3)}"
        text += f", lowest {format_number(min(finite), 3)}, highest {format_number(max(finite), 3)}"
    return text + (
        f", of them {len(not_finite)} not finite ({', '.join(sorted(set(not_finite)))})" if not_finite else ""
    )


def _make_finite_or_word(value: float | str) -> float | str:
    """Return a float where it is finite, else its word: an int may be too large for a float."""
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return "inf"
    return number if math.isfinite(number) else "nan" if math.isnan(number) else "inf" if number > 0 else "-inf"


def _compute_step_x(step: int, longest: int) -> float:
    """Return the x coordinate of a step."""
    return LEFT + (WIDTH - LEFT - RIGHT) * step / max(1, longest - 1)


def _compute_y(share: float) -> float:
    """Return the y coordinate of a share of the height."""
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def _draw_text(x: float, y: float, text: str, anchor: str, kind: str = "tick") -> Markup:
    """Draw a text, with `anchor` start, middle or end."""
    return _format_element('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', kind, x, y, anchor, clean(text))


def _format_element(template: str, *values: float | str) -> Markup:
    """Return an element; numbers get one decimal, texts are escaped."""
    return Markup(template).format(
        *(f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value for value in values)
    )
